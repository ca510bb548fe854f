using Aggregator.Host.Serving;
using Microsoft.Extensions.Configuration;
using Xunit;

namespace Aggregator.Host.Tests;

public class WebBuilderTests
{
    [Fact]
    public void The_folder_that_a_gateway_runs_in_is_not_watched()
    {
        IConfigurationRoot settings = WebBuilder.Begin().Configuration;
        var files = settings.Providers.OfType<FileConfigurationProvider>();

        Assert.NotEmpty(files);
        Assert.All(files, file => Assert.False(file.Source.ReloadOnChange));
    }
}
