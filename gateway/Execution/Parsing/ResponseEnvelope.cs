using System.Text.Unicode;

namespace Aggregator.Execution;

/// <summary>What a response body holds, read but not yet merged.</summary>
internal sealed class ResponseEnvelope
{
    /// <summary>Why the body as a whole cannot be used, or null.</summary>
    public string? Broken { get; private set; }

    /// <summary>True when the body as a whole is over a limit of the request.</summary>
    public bool IsOverLimit { get; private set; }

    /// <summary>True when it has data that is not null.</summary>
    public bool HasData { get; private set; }

    /// <summary>The root object that was read; <see cref="NoEntity"/> for an entity fetch or without data.</summary>
    public DataRun Root { get; private set; } = new(NoEntity, 0, 0, 0);

    /// <summary>For each group its entities: an object, <see cref="NoEntity"/> or <see cref="NotAnObject"/>.</summary>
    public List<DataRun>?[] Entities { get; private set; } = [];

    /// <summary>For each group all that was read of it, when its entities share objects.</summary>
    public DataRun?[] Shared { get; private set; } = [];

    /// <summary>Where <c>errors</c> is in the body; empty when there is none.</summary>
    public Range Errors { get; private set; }

    /// <summary>True when there is a list of errors.</summary>
    public bool HasErrors { get; private set; }

    /// <summary>True when some leaf is not of its type.</summary>
    public bool HasWrongTypes { get; private set; }

    /// <summary>Faults of single places.</summary>
    public List<Fault> Faults { get; private set; } = [];

    /// <summary>The subgraph does not know the entity.</summary>
    public const int NoEntity = -1;

    /// <summary>Something other than an object or null stands for the entity.</summary>
    public const int NotAnObject = -2;

    /// <summary>Reads a body into new objects.</summary>
    /// <param name="tree">Where they go.</param>
    /// <param name="buffer">The body's number there.</param>
    /// <param name="body">The body.</param>
    /// <param name="fetch">What was asked.</param>
    /// <param name="limits">What the request may cost.</param>
    /// <param name="shares">True when an object that comes again may be shared.</param>
    public static ResponseEnvelope Read(
        DataTree tree,
        int buffer,
        ReadOnlySpan<byte> body,
        CompiledFetch fetch,
        ExecutionLimits limits,
        bool shares)
    {
        var envelope = new ResponseEnvelope
        {
            Entities = new List<DataRun>?[fetch.Groups.Length],
            Shared = new DataRun?[fetch.Groups.Length],
        };
        if (body.StartsWith("\uFEFF"u8) || !Utf8.IsValid(body))
        {
            envelope.Broken = "it is not UTF-8";
            return envelope;
        }

        var parser = new ResponseParser(tree, buffer, body, limits, shares);
        var isRead = envelope.ReadMembers(ref parser, fetch);
        if (isRead && envelope.HasErrors && parser.Shared > 0)
        {
            // An error is about one place: then each has an object of its own.
            return Read(tree, buffer, body, fetch, limits, shares: false);
        }

        envelope.IsOverLimit = parser.IsOverLimit;
        envelope.Faults = parser.Faults ?? [];
        envelope.HasWrongTypes = parser.HasWrongTypes;
        if (!isRead)
        {
            envelope.Broken ??= "it is not JSON, or nests too deep";
        }
        else if (!envelope.HasData && !envelope.HasErrors)
        {
            envelope.Broken ??= "it has neither data nor errors";
        }

        return envelope;
    }

    private bool ReadMembers(ref ResponseParser parser, CompiledFetch fetch)
    {
        ref var json = ref parser.Json;
        if (!json.Take((byte)'{'))
        {
            return false;
        }

        json.SkipSpace();
        var seenData = false;
        if (json.Current != '}')
        {
            do
            {
                json.SkipSpace();
                if (!json.ReadString(out var key) || !json.Take((byte)':'))
                {
                    return false;
                }

                json.SkipSpace();
                var start = json.Position;
                var isData = key.SequenceEqual("\"data\""u8);
                var isErrors = key.SequenceEqual("\"errors\""u8);
                if ((isData && seenData) || (isErrors && HasErrors))
                {
                    Broken = "a key stands twice";
                    return false;
                }

                seenData |= isData;
                if (!(isData && json.Current != 'n' ? ReadData(ref parser, fetch) : json.SkipValue()))
                {
                    return false;
                }

                if (isErrors && !json.Slice(start).SequenceEqual("null"u8))
                {
                    HasErrors = true;
                    Errors = start..json.Position;
                }
            }
            while (json.Take((byte)','));
        }

        return json.Take((byte)'}') && EndsHere(ref json);
    }

    private static bool EndsHere(ref JsonCursor json)
    {
        json.SkipSpace();
        return json.IsAtEnd;
    }

    private bool ReadData(ref ResponseParser parser, CompiledFetch fetch)
    {
        if (parser.Json.Current != '{')
        {
            Broken = "its data is not an object";
            return parser.Json.SkipValue();
        }

        HasData = true;
        if (fetch.Root is not null)
        {
            Root = parser.ReadRun(fetch.Root, 1);
            return Root.Object >= 0;
        }

        return ReadGroups(ref parser, fetch);
    }

    private bool ReadGroups(ref ResponseParser parser, CompiledFetch fetch)
    {
        ref var json = ref parser.Json;
        json.Position++;
        json.SkipSpace();
        if (json.Current == '}')
        {
            json.Position++;
            return true;
        }

        do
        {
            json.SkipSpace();
            if (!json.ReadString(out var key) || !json.Take((byte)':'))
            {
                return false;
            }

            json.SkipSpace();
            var group = GroupOf(fetch, key);
            if (group >= 0 && Entities[group] is not null)
            {
                Broken = "a key stands twice";
                return false;
            }

            if (!(group >= 0 && json.Current == '[' ? ReadGroup(ref parser, fetch, group) : json.SkipValue()))
            {
                return false;
            }
        }
        while (json.Take((byte)','));

        return json.Take((byte)'}');
    }

    private static int GroupOf(CompiledFetch fetch, ReadOnlySpan<byte> key)
    {
        for (var group = 0; group < fetch.Groups.Length; group++)
        {
            if (key.SequenceEqual(fetch.Groups[group].Alias))
            {
                return group;
            }
        }

        return -1;
    }

    private bool ReadGroup(ref ResponseParser parser, CompiledFetch fetch, int group)
    {
        ref var json = ref parser.Json;
        var entities = Entities[group] = [];
        var (start, shared) = (parser.Here, parser.Shared);
        json.Position++;
        json.SkipSpace();
        if (json.Current == ']')
        {
            json.Position++;
            return true;
        }

        do
        {
            json.SkipSpace();
            if (json.Current == '{')
            {
                var run = parser.ReadRun(fetch.Groups[group].Output, 3);
                if (run.Object < 0)
                {
                    return false;
                }

                entities.Add(run);
            }
            else
            {
                entities.Add(new DataRun(json.Current == 'n' ? NoEntity : NotAnObject, 0, 0, 0));
                if (!json.SkipValue())
                {
                    return false;
                }
            }
        }
        while (json.Take((byte)','));

        Shared[group] = parser.Shared > shared ? parser.Since(start) : null;
        return json.Take((byte)']');
    }
}
