using Aggregator.Kit;
using Aggregator.PrimaryCare;

return await AgencyHost.RunAsync(new PrimaryCareAgency(), args).ConfigureAwait(false);
