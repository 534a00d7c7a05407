using Patchbay.Links;

namespace Patchbay.Tests.Links;

public sealed class RetryWaitTests
{
    [Theory]
    [InlineData(1, null, 30)]
    [InlineData(2, null, 60)]
    [InlineData(5, null, 480)]
    [InlineData(11, null, 21_600)]
    [InlineData(100, null, 21_600)]
    [InlineData(1, 90, 90)]
    [InlineData(3, 10, 120)]
    [InlineData(1, 86_400, 86_400)]
    public void The_wait_doubles_up_to_six_hours_and_is_never_shorter_than_asked(int attempt, int? askedSeconds, int expectedSeconds)
    {
        TimeSpan? asked = askedSeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : null;

        Assert.Equal(TimeSpan.FromSeconds(expectedSeconds), RetryWait.After(attempt, asked));
    }

    [Fact]
    public void There_is_no_attempt_before_the_first() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => RetryWait.After(0, null));
}
