// Sections of the September 2025 specification by graphql-js rule. It has no rule for 5.2.1.1, and one of its rules can be
// several of ours.
export const sections = {
  ExecutableDefinitionsRule: '5.1.1', UniqueOperationNamesRule: '5.2.2.1', LoneAnonymousOperationRule: '5.2.3.1',
  SingleFieldSubscriptionsRule: '5.2.4.1', FieldsOnCorrectTypeRule: '5.3.1',
  OverlappingFieldsCanBeMergedRule: '5.3.2', ScalarLeafsRule: '5.3.3', KnownArgumentNamesRule: '5.4.1',
  UniqueArgumentNamesRule: '5.4.2', ProvidedRequiredArgumentsRule: '5.4.3', UniqueFragmentNamesRule: '5.5.1.1',
  KnownTypeNamesRule: '5.5.1.2|5.8.2', FragmentsOnCompositeTypesRule: '5.5.1.3', NoUnusedFragmentsRule: '5.5.1.4',
  KnownFragmentNamesRule: '5.5.2.1', NoFragmentCyclesRule: '5.5.2.2', PossibleFragmentSpreadsRule: '5.5.2.3',
  ValuesOfCorrectTypeRule: '5.6.1|5.6.2|5.6.4', UniqueInputFieldNamesRule: '5.6.3', KnownDirectivesRule: '5.7.1|5.7.2',
  UniqueDirectivesPerLocationRule: '5.7.3', UniqueVariableNamesRule: '5.8.1', VariablesAreInputTypesRule: '5.8.2',
  NoUndefinedVariablesRule: '5.8.3', NoUnusedVariablesRule: '5.8.4', VariablesInAllowedPositionRule: '5.8.5',
};
