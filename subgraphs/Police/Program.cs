using Aggregator.Kit;
using Aggregator.Police;

return await AgencyHost.RunAsync(new PoliceAgency(), args).ConfigureAwait(false);
