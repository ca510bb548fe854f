using System.Text.Json;
using Aggregator.Execution;
using Aggregator.Planning;

namespace Aggregator.Redaction;

/// <summary>
/// Writes the client's JSON from fetched data in one pass. Values are completed by the API schema: a nullable value
/// that is missing is null; a missing one that is never null makes its parent null, by cutting back what was written.
/// </summary>
public sealed class AnswerWriter
{
    private readonly FetchedData _data;
    private readonly CompiledResponse _response;
    private readonly AnswerInput _input;
    private readonly IRelease? _release;
    private readonly PooledBytes _output;
    private readonly AnswerErrors _errors;
    private readonly WrittenObjects _written;
    private readonly AnswerPath _path = new();
    private readonly LocalValues _local = new();

    private AnswerWriter(FetchedData data, CompiledResponse response, AnswerInput input, PooledBytes output)
    {
        _data = data;
        _response = response;
        _input = input;
        _release = input.Release;
        _output = output;
        _errors = new AnswerErrors(data, input.Release is null);
        _written = new WrittenObjects(output);
    }

    private enum Written
    {
        Value,
        Null,
        Propagated,
    }

    /// <summary>Writes an answer.</summary>
    /// <param name="data">What was fetched.</param>
    /// <param name="response">The plan's answer, ready for writing.</param>
    /// <param name="input">What else goes into it.</param>
    /// <param name="output">Where to; what is there already stays.</param>
    public static void Write(FetchedData data, CompiledResponse response, AnswerInput input, PooledBytes output)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(response);
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(output);
        new AnswerWriter(data, response, input, output).Write();
    }

    private void Write()
    {
        _output.Add("{\"data\":"u8);
        var start = _output.Length;
        if (_data.IsRefused || !WriteObject(_response.Root, _data.Root, _response.RootType))
        {
            _output.Length = start;
            _local.Clear();
            _output.Add("null"u8);
        }

        _local.PutInto(_output, _input.Local);
        _errors.Write(_output);
        WriteExtensions();
        _output.Add((byte)'}');
    }

    private void WriteExtensions()
    {
        if (_input.Extensions is null && _input.Plan.IsEmpty)
        {
            return;
        }

        _output.Add(",\"extensions\":{"u8);
        if (_input.Extensions is { } extensions)
        {
            extensions(_output);
            _output.Add((byte)',');
        }

        if (!_input.Plan.IsEmpty)
        {
            _output.Add("\"plan\":"u8);
            _output.Add(_input.Plan.Span);
        }

        _output.Close((byte)'}');
    }

    // False when a field that is never null has no value: then the object is null.
    private bool WriteObject(CompiledSelection set, DataObject value, int type)
    {
        // Every field brings its own comma; the first one's is the place of the brace.
        var start = _output.Length;
        var hint = 0;
        var isRuled = _release?.IsRuled(value) == true;
        foreach (var field in set.Fields)
        {
            if ((field.Condition >= 0 && !_data.Conditions[field.Condition]) || !field.OnTypes.Has(type))
            {
                continue;
            }

            if (field.Kind == ResponseFieldKind.Data)
            {
                if (!WriteField(field, value, value.Next(field.Slot, ref hint), isRuled))
                {
                    return false;
                }
            }
            else
            {
                _output.Add(field.Key);
                WriteOther(field, type);
            }
        }

        if (_output.Length == start)
        {
            _output.Add((byte)'{');
        }

        _output.Put(start, (byte)'{');
        _output.Add((byte)'}');
        return true;
    }

    private bool WriteField(CompiledResponseField field, DataObject owner, DataValue value, bool isRuled)
    {
        if (isRuled && field.NeedsRelease)
        {
            _output.Add(field.Key);
            return WriteReleased(field, owner, value);
        }

        // The common case without the path: a leaf that is right as it is.
        if (value.TryLeaf(out var json) && field.Completion.IsAsItIs(json))
        {
            _output.Add(field.Key, json);
            return true;
        }

        _output.Add(field.Key);
        _path.Push(field.Field.ResponseKey);
        var isWritten = Settle(field.Completion, Complete(field, field.Completion, owner, value), value, owner);
        _path.Pop();
        return isWritten;
    }

    private bool WriteReleased(CompiledResponseField field, DataObject owner, DataValue value)
    {
        var act = _release!.Rule(field.Field, owner);
        _path.Push(field.Field.ResponseKey);
        if (act != ReleaseAct.Give)
        {
            _release.Note(field.Field, owner, _path.Span);
        }

        var isWritten = true;
        if (act == ReleaseAct.Transform && value.Kind is DataKind.Leaf or DataKind.Null && !value.IsFailed)
        {
            _release.Transform(field.Field, owner, value.Kind == DataKind.Null ? "null"u8 : value.Json, _output);
        }
        else if (act == ReleaseAct.Withhold)
        {
            _output.Add(Withheld(field));
        }
        else
        {
            isWritten = Settle(field.Completion, Complete(field, field.Completion, owner, value), value, owner);
        }

        _path.Pop();
        return isWritten;
    }

    private void WriteOther(CompiledResponseField field, int type)
    {
        switch (field.Kind)
        {
            case ResponseFieldKind.TypeName when type >= 0:
                _output.Add(_data.Plan.Types.Json(type));
                break;
            case ResponseFieldKind.Local:
                _local.Add(_output.Length, field.Field);
                break;
            default:
                if (field.Kind == ResponseFieldKind.Withheld && type >= 0 && _release is not null)
                {
                    _path.Push(field.Field.ResponseKey);
                    _release.NoteUnasked(field.Field, _data.Plan.Types.Names[type], _path.Span);
                    _path.Pop();
                }

                _output.Add(Withheld(field));
                break;
        }
    }

    // A list that is never null is withheld by being empty.
    private static ReadOnlySpan<byte> Withheld(CompiledResponseField field) =>
        field.Field.Type is { IsNonNull: true, Element: not null } ? "[]"u8 : "null"u8;

    private bool Settle(Completion completion, Written written, DataValue value, DataObject owner)
    {
        if (written == Written.Value)
        {
            return true;
        }

        if (completion.IsNonNull)
        {
            if (written == Written.Null)
            {
                _errors.NoteNull(_path, value, owner);
            }

            return false;
        }

        _output.Add("null"u8);
        return true;
    }

    // What is not written leaves nothing behind.
    private Written Complete(CompiledResponseField field, Completion completion, DataObject owner, DataValue value)
    {
        var start = _output.Length;
        var written = (value.Kind, completion.Element) switch
        {
            (DataKind.Missing or DataKind.Null, _) => Written.Null,
            (DataKind.List, { } element) => WriteList(field, element, owner, value),
            (DataKind.Leaf, { } element) => WriteLeafList(element, value.Json, owner),
            (DataKind.Leaf, null) when completion.TryWrite(value.Json, _output) => Written.Value,
            (DataKind.Object, null) when field.Children is not null => WriteChild(field, value.Object),
            _ => Invalid(),
        };
        if (written != Written.Value)
        {
            Cut(start);
        }

        return written;
    }

    private Written WriteChild(CompiledResponseField field, DataObject value)
    {
        if (_release is not null && !_release.IsPresent(field.Field, value))
        {
            return Written.Null;
        }

        var type = value.Type;
        if (field.StaticType >= 0)
        {
            if (type >= 0 && type != field.StaticType)
            {
                return Invalid();
            }

            type = field.StaticType;
        }
        else if (type < 0 ? IsTypeNeeded(field.Children!) : !field.Possible.Has(type))
        {
            return Invalid();
        }

        var isWritten = _release is null && value.IsShared
            ? WriteShared(field.Children!, value, type)
            : WriteObject(field.Children!, value, type);
        return isWritten ? Written.Value : Written.Propagated;
    }

    // An error belongs to each place, so what has one is written anew everywhere; so is what is put in last.
    private bool WriteShared(CompiledSelection set, DataObject value, int type)
    {
        if (_written.TryRepeat(value, set, type))
        {
            return true;
        }

        var (start, errors, local) = (_output.Length, _errors.Found, _local.Count);
        if (!WriteObject(set, value, type))
        {
            return false;
        }

        if (_errors.Found == errors && _local.Count == local)
        {
            _written.Add(value, set, type, start);
        }

        return true;
    }

    private void Cut(int length)
    {
        if (length < _output.Length)
        {
            _output.Length = length;
            _written.Clear();
        }
    }

    // Who has an interface only as an object does not tell the type; a release always has to know it.
    private bool IsTypeNeeded(CompiledSelection set) => _release is not null || set.Fields.Any(field =>
        (field.Condition < 0 || _data.Conditions[field.Condition])
        && (field.Kind == ResponseFieldKind.TypeName || !field.OnTypes.IsAny));

    private Written WriteList(CompiledResponseField field, Completion element, DataObject owner, DataValue list)
    {
        _output.Add((byte)'[');
        var index = 0;
        foreach (var item in list)
        {
            if (_release is not null && item.Kind == DataKind.Object && !_release.IsPresent(field.Field, item.Object))
            {
                continue;
            }

            _path.Push(index++);
            var isWritten = Settle(element, Complete(field, element, owner, item), item, owner);
            _path.Pop();
            if (!isWritten)
            {
                return Written.Propagated;
            }

            _output.Add((byte)',');
        }

        _output.Close((byte)']');
        return Written.Value;
    }

    private Written WriteLeafList(Completion element, ReadOnlySpan<byte> json, DataObject owner)
    {
        if (json[0] != '[')
        {
            return Invalid();
        }

        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = 512 });
        _ = reader.Read();
        _output.Add((byte)'[');
        for (var index = 0; reader.Read() && reader.TokenType != JsonTokenType.EndArray; index++)
        {
            var from = (int)reader.TokenStartIndex;
            reader.Skip();
            var item = json[from..(int)reader.BytesConsumed];
            _path.Push(index);
            var start = _output.Length;
            var written = item[0] == 'n' ? Written.Null
                : element.Element is { } inner ? WriteLeafList(inner, item, owner)
                : element.TryWrite(item, _output) ? Written.Value
                : Invalid();
            if (written != Written.Value)
            {
                _output.Length = start;
            }

            var isWritten = Settle(element, written, default, owner);
            _path.Pop();
            if (!isWritten)
            {
                return Written.Propagated;
            }

            _output.Add((byte)',');
        }

        _output.Close((byte)']');
        return Written.Value;
    }

    private Written Invalid()
    {
        _errors.NoteInvalid(_path);
        return Written.Propagated;
    }
}
