using Aggregator.Kit;
using Aggregator.SocialCare;

return await AgencyHost.RunAsync(new SocialCareAgency(), args).ConfigureAwait(false);
