using System.Collections.Immutable;
using GraphQLParser.AST;

namespace Aggregator.Schema;

/// <summary>Converts the parser's executable documents.</summary>
/// <param name="lines">The document's line index.</param>
internal sealed class OperationReader(LineIndex lines)
{
    private readonly ValueReader _values = new(lines);

    public OperationDocument Read(GraphQLDocument document)
    {
        var operations = document.Definitions.OfType<GraphQLOperationDefinition>().Select(Operation);
        var fragments = document.Definitions.OfType<GraphQLFragmentDefinition>().Select(Fragment);
        var others = document.Definitions
            .Where(definition => definition is not GraphQLExecutableDefinition)
            .Select(definition => (definition.Kind.ToString(), lines.At(definition)));
        return new OperationDocument([.. operations], [.. fragments]) { NotExecutable = [.. others] };
    }

    private OperationDefinition Operation(GraphQLOperationDefinition operation) => new(
        operation.Operation switch
        {
            OperationType.Mutation => OperationKind.Mutation,
            OperationType.Subscription => OperationKind.Subscription,
            _ => OperationKind.Query,
        },
        operation.Name?.StringValue,
        [.. (operation.Variables?.Items ?? []).Select(Variable)],
        _values.Read(operation.Directives),
        Selections(operation.SelectionSet),
        lines.At(operation));

    private VariableDefinition Variable(GraphQLVariableDefinition variable) => new(
        variable.Variable.Name.StringValue,
        ValueReader.Read(variable.Type),
        variable.DefaultValue is null ? null : _values.Read(variable.DefaultValue),
        _values.Read(variable.Directives),
        lines.At(variable));

    private FragmentDefinition Fragment(GraphQLFragmentDefinition fragment) => new(
        fragment.FragmentName.Name.StringValue,
        fragment.TypeCondition.Type.Name.StringValue,
        _values.Read(fragment.Directives),
        Selections(fragment.SelectionSet),
        lines.At(fragment));

    private ImmutableArray<Selection> Selections(GraphQLSelectionSet? set) =>
        [.. (set?.Selections ?? []).Select(Select)];

    private Selection Select(ASTNode node) => node switch
    {
        GraphQLField field => new FieldSelection(
            field.Alias?.Name.StringValue,
            field.Name.StringValue,
            _values.Read(field.Arguments),
            _values.Read(field.Directives),
            Selections(field.SelectionSet),
            lines.At(field)),
        GraphQLFragmentSpread spread => new FragmentSpread(
            spread.FragmentName.Name.StringValue, _values.Read(spread.Directives), lines.At(spread)),
        GraphQLInlineFragment inline => new InlineFragment(
            inline.TypeCondition?.Type.Name.StringValue,
            _values.Read(inline.Directives),
            Selections(inline.SelectionSet),
            lines.At(inline)),
        _ => throw new InvalidOperationException($"a selection of kind {node.Kind}"),
    };
}
