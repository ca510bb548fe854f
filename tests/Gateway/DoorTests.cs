using Aggregator.Audit;
using Aggregator.Planning;
using Aggregator.Redaction;
using Aggregator.Validation;
using Xunit;

namespace Aggregator.Gateway.Tests;

/// <summary>The stage products are doors: only the stage before can make one.</summary>
public class DoorTests
{
    [Theory]
    [InlineData(typeof(ValidOperation))]
    [InlineData(typeof(PermittedOperation))]
    [InlineData(typeof(Answer))]
    [InlineData(typeof(ReleaseDraft))]
    [InlineData(typeof(AccessIntent))]
    [InlineData(typeof(AuditReceipt))]
    public void Nobody_outside_its_room_can_make_a_stage_product(Type product) =>
        Assert.Empty(product.GetConstructors());

    [Fact]
    public void A_labelled_answer_needs_the_logs_receipt() =>
        Assert.Equal(
            [typeof(AuditReceipt)],
            typeof(ReleaseDraft).GetMethod(nameof(ReleaseDraft.Seal))!.GetParameters()
                .Select(parameter => parameter.ParameterType));
}
