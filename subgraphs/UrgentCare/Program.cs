using Aggregator.Kit;
using Aggregator.UrgentCare;

return await AgencyHost.RunAsync(new UrgentCareAgency(), args).ConfigureAwait(false);
