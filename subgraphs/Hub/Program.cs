using Aggregator.Hub;
using Aggregator.Kit;

return await AgencyHost.RunAsync(new HubAgency(), args).ConfigureAwait(false);
