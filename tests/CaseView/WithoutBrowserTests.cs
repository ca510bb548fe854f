using Xunit;

namespace Aggregator.CaseView.Tests;

/// <summary>Stands in for the tests in <c>Browser</c>, which are built where Chromium is.</summary>
public class WithoutBrowserTests
{
    [Fact(Skip = "needs Chromium: install Debian's package `chromium`, or set AGGREGATOR_CHROMIUM to its executable")]
    public void The_pages_work_in_a_browser() => Assert.Fail("there is no browser");
}
