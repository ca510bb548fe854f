using Aggregator.Kit;
using Aggregator.CommunityHealth;

return await AgencyHost.RunAsync(new CommunityHealthAgency(), args).ConfigureAwait(false);
