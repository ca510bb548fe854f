using Aggregator.Kit;
using Aggregator.People;

return await AgencyHost.RunAsync(new PeopleAgency(), args).ConfigureAwait(false);
