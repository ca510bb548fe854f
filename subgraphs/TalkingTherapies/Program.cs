using Aggregator.Kit;
using Aggregator.TalkingTherapies;

return await AgencyHost.RunAsync(new TalkingTherapiesAgency(), args).ConfigureAwait(false);
