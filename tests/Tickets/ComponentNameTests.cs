using Patchbay.Findings;
using Patchbay.Tickets;

namespace Patchbay.Tests.Tickets;

public sealed class ComponentNameTests
{
    [Theory]
    [InlineData("pkg:maven/org.apache.logging.log4j/log4j-core@2.14.0", "2.14.0", "log4j-core 2.14.0")]
    [InlineData("pkg:npm/%40angular/core@1.2.3?arch=x#src", null, "@angular/core 1.2.3")]
    [InlineData("pkg:golang/github.com/gin-gonic/gin@v1.7.0", null, "github.com/gin-gonic/gin v1.7.0")]
    [InlineData("pkg:pypi/django", "3.2", "django 3.2")]
    [InlineData("openssl", "1.1.1", "openssl 1.1.1")]
    [InlineData("openssl 1.1.1", "1.1.1", "openssl 1.1.1")]
    [InlineData("pkg:", null, "pkg:")]
    [InlineData(null, "1", null)]
    public void A_component_is_called_by_the_name_people_know(string? component, string? version, string? expected) =>
        Assert.Equal(expected, ComponentName.Of(new Place { Component = component, Version = version }));
}
