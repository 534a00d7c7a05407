using Patchbay.Storage;

namespace Patchbay.Tests.Storage;

/// <summary>What every store must do: commits, conflicts, limits.</summary>
public abstract partial class StoreContract
{
    // What the forbidden ones leave: of ASCII everything printable but / \ # ? %, and beyond it anything that is one character.
    private const string OddKey = "it's 100 \"odd\"+a b:|~@$&=<>{}[]()*,;.!^`- é漢\u00a0end.";

    public static TheoryData<string, string, IReadOnlyList<Change>> BrokenLimits()
    {
        var body = new byte[1];
        var half = new byte[(StoreLimits.CommitBytes / 3) + 1];
        var cases = new TheoryData<string, string, IReadOnlyList<Change>>
        {
            { "no change", "p", [] },
            { "101 changes", "p", [.. Enumerable.Range(0, 101).Select(n => new Change.Put($"{n}", body))] },
            { "a body too large", "p", [new Change.Add("k", new byte[StoreLimits.BodyBytes + 1])] },
            { "bodies too large together", "p", [new Change.Put("a", half), new Change.Put("b", half), new Change.Put("c", half)] },
            { "one key twice", "p", [new Change.Put("k", body), new Change.Remove("k", "1")] },
            { "a key too long", "p", [new Change.Put(new string('k', 513), body)] },
            { "a partition too long", new string('p', 513), [new Change.Put("k", body)] },
            { "a partition with a slash", "p/q", [new Change.Put("k", body)] },
        };
        foreach (var wrong in "/\\#?%\n\u0000\u007f\u0085\ud83d")
        {
            cases.Add($"a key with U+{(int)wrong:x4}", "p", [new Change.Put($"a{wrong}b", body)]);
        }

        return cases;
    }

    [SkippableFact]
    public async Task Adding_fails_when_the_key_exists()
    {
        await CommitAsync(new Change.Add("one", Text("first")));

        Assert.False(await CommitAsync(new Change.Add("one", Text("second"))));
        Assert.Equal("first", Text((await FindAsync("one"))!.Body));
    }

    [SkippableFact]
    public async Task Replacing_needs_the_version_that_is_there()
    {
        await CommitAsync(new Change.Add("one", Text("first")));
        var first = (await FindAsync("one"))!;

        Assert.True(await CommitAsync(new Change.Replace("one", first.Version, Text("second"))));
        Assert.False(await CommitAsync(new Change.Replace("one", first.Version, Text("third"))));
        Assert.False(await CommitAsync(new Change.Replace("two", first.Version, Text("third"))));
        Assert.Equal("second", Text((await FindAsync("one"))!.Body));
        Assert.Null(await FindAsync("two"));
    }

    [SkippableFact]
    public async Task Removing_needs_the_version_that_is_there()
    {
        await CommitAsync(new Change.Add("one", Text("first")));
        var first = (await FindAsync("one"))!;
        await CommitAsync(new Change.Put("one", Text("second")));

        Assert.False(await CommitAsync(new Change.Remove("one", first.Version)));
        Assert.False(await CommitAsync(new Change.Remove("two", first.Version)));
        Assert.True(await CommitAsync(new Change.Remove("one", (await FindAsync("one"))!.Version)));
        Assert.Null(await FindAsync("one"));
    }

    [SkippableFact]
    public async Task Putting_writes_whatever_was_there()
    {
        Assert.True(await CommitAsync(new Change.Put("one", Text("first, and longer"))));
        Assert.True(await CommitAsync(new Change.Put("one", Text("second"))));

        Assert.Equal("second", Text((await FindAsync("one"))!.Body));
    }

    [SkippableFact]
    public async Task A_row_made_anew_is_not_the_row_that_was_removed()
    {
        await CommitAsync(new Change.Add("one", Text("same")));
        var first = (await FindAsync("one"))!;
        await CommitAsync(new Change.Remove("one", first.Version));
        await CommitAsync(new Change.Add("one", Text("same")));

        Assert.False(await CommitAsync(new Change.Replace("one", first.Version, Text("late"))));
    }

    [SkippableFact]
    public async Task A_version_that_no_store_gave_out_is_a_conflict()
    {
        await CommitAsync(new Change.Add("one", Text("first")));

        Assert.False(await CommitAsync(new Change.Replace("one", "never \"given", Text("second"))));
        Assert.False(await CommitAsync(new Change.Remove("one", "")));
        Assert.False(await CommitAsync(new Change.Remove("one", "*"), new Change.Add("two", Text("new"))));
    }

    [SkippableTheory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public async Task One_conflict_undoes_the_whole_commit_wherever_it_stands(int place)
    {
        await CommitAsync(new Change.Add("taken", Text("first")), new Change.Add("stays", Text("first")));
        var stays = (await FindAsync("stays"))!;
        List<Change> changes = [new Change.Add("new", Text("no")), new Change.Remove("stays", stays.Version)];
        changes.Insert(place, new Change.Add("taken", Text("no")));

        var isDone = await Store.CommitAsync(Partition, changes, default);

        Assert.False(isDone);
        Assert.Equal(["stays", "taken"], await KeysAsync(""));
        Assert.Equal(stays.Version, (await FindAsync("stays"))!.Version);
    }

    [SkippableFact]
    public async Task A_commit_takes_a_hundred_changes_of_all_kinds()
    {
        await CommitAsync([.. Enumerable.Range(0, 75).Select(n => new Change.Add($"{n:d2}", Text("old")))]);
        var old = await Store.ListAsync(Partition, "", null, default).ToListAsync();

        var isDone = await CommitAsync(
        [
            .. old[..25].Select(r => new Change.Replace(r.Key, r.Version, Text("replaced"))),
            .. old[25..50].Select(r => new Change.Remove(r.Key, r.Version)),
            .. old[50..].Select(r => new Change.Put(r.Key, Text("put"))),
            .. Enumerable.Range(75, 25).Select(n => new Change.Add($"{n:d2}", Text("added"))),
        ]);

        var bodies = await Store.ListAsync(Partition, "", null, default).Select(r => Text(r.Body)).ToListAsync();
        Assert.True(isDone);
        Assert.Equal([.. Enumerable.Repeat("replaced", 25), .. Enumerable.Repeat("put", 25), .. Enumerable.Repeat("added", 25)], bodies);
    }

    [SkippableTheory]
    [MemberData(nameof(BrokenLimits), DisableDiscoveryEnumeration = true)]
    public async Task What_one_store_cannot_take_no_store_takes(string limit, string partition, IReadOnlyList<Change> changes)
    {
        var refusal = await Assert.ThrowsAsync<ArgumentException>(() => Store.CommitAsync(partition, changes, default));

        Assert.True(refusal.Message.Length > 20, limit);
    }

    [SkippableFact]
    public async Task Odd_characters_in_keys_come_back_as_they_were()
    {
        var partition = OddKey + "'";
        await Store.CommitAsync(partition, [new Change.Add(OddKey, Text("1")), new Change.Add(OddKey + "'", Text("2"))], default);
        await Store.CommitAsync(partition, [new Change.Add("'" + OddKey, Text("3"))], default);

        var row = (await Store.FindAsync(partition, OddKey, default))!;
        var isReplaced = await Store.CommitAsync(partition, [new Change.Replace(OddKey, row.Version, Text("4"))], default);
        var listed = await Store.ListAsync(partition, OddKey, null, default).ToListAsync();

        Assert.True(isReplaced);
        Assert.Equal([(OddKey, "4"), (OddKey + "'", "2")], listed.Select(r => (r.Key, Text(r.Body))));
        Assert.True(await Store.CommitAsync(partition, [.. listed.Select(r => new Change.Remove(r.Key, r.Version))], default));
        Assert.Equal(["'" + OddKey], await Store.ListAsync(partition, "", null, default).Select(r => r.Key).ToListAsync());
    }

    [SkippableFact]
    public async Task Keys_may_be_as_long_as_the_limit_says()
    {
        var longest = new string('é', StoreLimits.KeyCharacters);

        Assert.True(await Store.CommitAsync(longest, [new Change.Add(longest, Text("1"))], default));
        Assert.True(await Store.CommitAsync(longest, [new Change.Put(longest, Text("2")), new Change.Add("short", Text("3"))], default));
        Assert.Equal("2", Text((await Store.FindAsync(longest, longest, default))!.Body));
    }

    [SkippableTheory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(64 * 1024)]
    [InlineData((64 * 1024) + 1)]
    [InlineData(StoreLimits.BodyBytes)]
    public async Task Bodies_of_any_permitted_size_come_back_whole(int bytes)
    {
        var body = new byte[bytes];
        new Random(bytes).NextBytes(body);

        await CommitAsync(new Change.Add("alone", body));
        await CommitAsync(new Change.Add("first", body), new Change.Put("alone", body));

        Assert.Equal(body, (await FindAsync("alone"))!.Body.ToArray());
        Assert.Equal(body, (await FindAsync("first"))!.Body.ToArray());
    }

    [SkippableFact]
    public async Task A_commit_may_be_as_large_as_the_limit_says()
    {
        var body = new byte[StoreLimits.CommitBytes / 100];

        Assert.True(await CommitAsync([.. Enumerable.Range(0, 100).Select(n => new Change.Add($"{n}", body))]));
    }

    [SkippableFact]
    public async Task Of_many_writers_of_one_row_exactly_one_wins()
    {
        await CommitAsync(new Change.Add("one", Text("first")));
        var seen = (await FindAsync("one"))!;

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 20).Select(n => Task.Run(
            () => CommitAsync(new Change.Replace("one", seen.Version, Text($"{n}")), new Change.Put($"by {n}", Text($"{n}"))))));

        var winner = Array.IndexOf(outcomes, true);
        Assert.Single(outcomes, true);
        Assert.Equal(["by " + winner, "one"], await KeysAsync(""));
        Assert.Equal($"{winner}", Text((await FindAsync("one"))!.Body));
    }

    [SkippableFact]
    public async Task Of_many_writers_of_a_new_row_exactly_one_wins()
    {
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 20).Select(n => Task.Run(() => CommitAsync(new Change.Add("one", Text($"{n}"))))));

        Assert.Single(outcomes, true);
        Assert.Equal($"{Array.IndexOf(outcomes, true)}", Text((await FindAsync("one"))!.Body));
    }

    [SkippableFact]
    public async Task Nothing_is_written_for_a_caller_that_has_given_up()
    {
        var gaveUp = new CancellationToken(canceled: true);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Store.CommitAsync(Partition, [new Change.Add("one", Text("1"))], gaveUp));

        Assert.Null(await FindAsync("one"));
    }
}
