using Aggregator.Engine;
using Aggregator.Host.LocalHub;
using Microsoft.Playwright;
using Xunit;

namespace Aggregator.CaseView.Tests.Browser;

/// <summary>A running local hub, as the README starts it, and a browser.</summary>
public class HubInBrowser : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("aggregator-pages-").FullName;
    private LocalHubHost? _hub;
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    /// <summary>Agencies that are left out.</summary>
    protected virtual IReadOnlySet<string> Down => new HashSet<string>();

    /// <summary>The address that the hub prints.</summary>
    internal Uri Address => _hub!.Gateway;

    public async Task InitializeAsync()
    {
        var starting = LocalHubHost.StartAsync(
            new LocalHubOptions
            {
                DataFolder = _folder,
                Down = Down,
                // A busy machine must not make an agency look slow.
                Engine = new EngineOptions { AnswerWithin = TimeSpan.FromMinutes(1) },
            },
            _ => { },
            default);
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = Chromium.Path,
            Args = Chromium.Flags,
        });
        _hub = await starting;
    }

    public async Task DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.DisposeAsync();
        }

        _playwright?.Dispose();
        if (_hub is not null)
        {
            await _hub.DisposeAsync();
        }

        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>Opens the address in a browser profile of its own.</summary>
    /// <param name="width">The window's width.</param>
    internal async Task<CasePage> OpenAsync(int width = 1440)
    {
        var page = await _browser!.NewPageAsync(new BrowserNewPageOptions
        {
            ViewportSize = new ViewportSize { Width = width, Height = 900 },
            Locale = "en-GB",
            TimezoneId = "America/New_York",
        });
        // How long anything takes is not what is tested.
        page.SetDefaultTimeout(180_000);
        var opened = new CasePage(page, Address);
        await opened.GoAsync();
        return opened;
    }
}

/// <summary>One hub for all tests that only read.</summary>
[CollectionDefinition(Name)]
public sealed class HubInBrowserTests : ICollectionFixture<HubInBrowser>
{
    public const string Name = "hub in a browser";
}
