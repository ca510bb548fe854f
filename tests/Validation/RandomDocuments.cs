using Aggregator.Schema;
using CsCheck;

namespace Aggregator.Validation.Tests;

/// <summary>
/// Small documents over a small schema in which fields of equal names meet on interfaces, unions and objects. Built
/// from a tape of numbers, so that a failing one shrinks.
/// </summary>
internal static class RandomDocuments
{
    public static TypeSystem Types { get; } = Fixture.Types(
        """
        interface I { s(x: Int): String i: I n: Int v: String }
        type A implements I { s(x: Int): String i: I n: Int v: String a: A b: B t: String! l: [Int] u: U }
        type B implements I { s(x: Int): String i: I n: Int v: String a: A b: B t: Int! l: Int u: U }
        type C { s(x: Int): String n: Int! i: I c: C }
        union U = A | B | C
        type Query { i: I a: A b: B u: U c: C }
        """);

    /// <summary>With <c>$p</c>, <c>$q</c> and <c>$x</c> declared, and up to three fragments.</summary>
    public static Gen<string> Any { get; } =
        Gen.Int[0, 999].Array[8, 90].Select(tape => new RandomDocumentBuilder(tape).Document());
}
