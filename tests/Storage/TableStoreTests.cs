using System.Buffers.Text;
using System.ComponentModel.DataAnnotations;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using Azure;
using Azure.Core;
using Azure.Core.Pipeline;
using Patchbay.Storage;
using Patchbay.Tests.Support;

namespace Patchbay.Tests.Storage;

public sealed class TableStoreTests : StoreContract
{
    [SkippableFact]
    public async Task A_missing_table_is_empty_and_is_made_by_the_first_commits()
    {
        Assert.Null(await Store.FindAsync("p", "k", default));
        Assert.Empty(await Store.ListAsync("p", "", null, default).ToListAsync());

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 10).Select(
            n => Store.CommitAsync("p", [new Change.Add($"{n}", default), new Change.Add($"{n}b", default)], default)));

        Assert.All(outcomes, Assert.True);
        Assert.Equal(20, await Store.ListAsync("p", "", null, default).CountAsync());
    }

    [SkippableFact]
    public async Task A_commit_of_a_hundred_changes_is_one_transaction()
    {
        var store = (TableStore)Store;
        await store.CommitAsync("p", [new Change.Put("makes the table", default)], default);
        var before = store.Transactions;

        await store.CommitAsync("p", [.. Enumerable.Range(0, 100).Select(n => new Change.Add($"{n}", default))], default);
        await store.ListAsync("p", "", null, default).ToListAsync();

        Assert.Equal(2, store.Transactions - before);
    }

    [SkippableFact]
    public async Task The_largest_body_fits_beside_the_longest_keys()
    {
        var longest = new string('é', StoreLimits.KeyCharacters);
        var body = new byte[StoreLimits.BodyBytes];

        Assert.True(await Store.CommitAsync(longest, [new Change.Add(longest, body)], default));
        Assert.Equal(body.Length, (await Store.FindAsync(longest, longest, default))!.Body.Length);
    }

    [SkippableFact]
    public async Task A_wrong_key_is_told_in_words()
    {
        var wrong = Convert.ToBase64String("wrong"u8);
        var store = new TableStore(await SettingsAsync() with { AccountKey = wrong }, TimeProvider.System, credential: null);

        var refusal = await Assert.ThrowsAsync<RequestFailedException>(() => store.FindAsync("p", "k", default));

        Assert.Equal(403, refusal.Status);
        Assert.Contains("Storage Table Data Contributor", refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(wrong, refusal.ToString(), StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task Entra_ID_opens_the_tables_too()
    {
        using var folder = new TempFolder();
        var (arguments, trusting) = Certificate(folder);
        var port = Loopback.FreePort();
        await using var azurite = await Azurite.StartAsync(port, [.. arguments, "--oauth", "basic"]);
        var asked = new List<string>();
        var identity = DelegatedTokenCredential.Create((request, _) =>
        {
            asked.AddRange(request.Scopes);
            return new AccessToken(Token(), TimeProvider.System.GetUtcNow().AddHours(1));
        });
        var settings = new TableStoreSettings { Endpoint = new Uri($"https://127.0.0.1:{port}/{Azurite.Account}") };
        var store = new TableStore(settings, TimeProvider.System, identity, trusting);

        Assert.True(await store.CommitAsync("p", [new Change.Add("a", "1"u8.ToArray()), new Change.Add("b", "2"u8.ToArray())], default));

        Assert.Equal("1", Text((await store.FindAsync("p", "a", default))!.Body));
        Assert.Equal("https://storage.azure.com/.default", asked.Distinct().Single());
    }

    [Fact]
    public void Without_a_key_an_identity_is_needed()
    {
        var settings = new TableStoreSettings { Endpoint = new Uri("https://example.table.core.windows.net") };

        Assert.Throws<ArgumentException>(() => new TableStore(settings, TimeProvider.System, credential: null));
    }

    [Theory]
    [InlineData("https://shop.table.core.windows.net", "patchbay", null, true)]
    [InlineData("http://127.0.0.1:10002/devstoreaccount1", "patchbay", "a2V5", true)]
    [InlineData(null, "patchbay", null, false)]
    [InlineData("http://shop.table.core.windows.net", "patchbay", null, false)]
    [InlineData("shop", "patchbay", null, false)]
    [InlineData("https://shop.table.core.windows.net", "1st", null, false)]
    [InlineData("https://shop.table.core.windows.net", "patch-bay", null, false)]
    [InlineData("https://shop.table.core.windows.net", "patchbay", "not-base64", false)]
    public void Settings_that_cannot_work_are_refused(string? endpoint, string table, string? key, bool isValid)
    {
        var address = endpoint is null ? null : new Uri(endpoint, UriKind.RelativeOrAbsolute);
        var settings = new TableStoreSettings { Endpoint = address, Table = table, AccountKey = key };

        Assert.Equal(isValid, Validator.TryValidateObject(settings, new ValidationContext(settings), null, validateAllProperties: true));
    }

    protected override async Task<IStore> OpenAsync() => new TableStore(await SettingsAsync(), TimeProvider.System, credential: null);

    private static async Task<TableStoreSettings> SettingsAsync() => new()
    {
        Endpoint = await Azurite.TablesAsync(),
        AccountKey = Azurite.AccountKey,
        Table = $"t{Guid.NewGuid():n}",
    };

    // The emulator reads such a token's claims and does not check its signature.
    private static string Token()
    {
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
        var claims = new { aud = "https://storage.azure.com", iss = "https://sts.windows.net/test/", iat = now - 60, nbf = now - 60, exp = now + 3600 };
        string[] parts = ["""{"alg":"none","typ":"JWT"}""", JsonSerializer.Serialize(claims), "unsigned"];
        return string.Join('.', parts.Select(p => Base64Url.EncodeToString(Text(p))));
    }

    private static (string[] Arguments, HttpClientTransport Trusting) Certificate(TempFolder folder)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        var now = TimeProvider.System.GetUtcNow();
        using var certificate = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
        File.WriteAllText(folder.File("cert.pem"), certificate.ExportCertificatePem());
        File.WriteAllText(folder.File("key.pem"), key.ExportPkcs8PrivateKeyPem());
        var thumbprint = certificate.Thumbprint;
        var trusting = new SocketsHttpHandler { UseProxy = false };
        trusting.SslOptions.RemoteCertificateValidationCallback = (_, shown, _, _) => shown is X509Certificate2 c && c.Thumbprint == thumbprint;
        return (["--cert", folder.File("cert.pem"), "--key", folder.File("key.pem")], new HttpClientTransport(trusting));
    }
}
