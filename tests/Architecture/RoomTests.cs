using Xunit;

namespace Aggregator.Architecture.Tests;

public class RoomTests
{
    public static TheoryData<string> Names => [.. Repository.Rooms.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Room_imports_exactly_the_rooms_it_declares(string room) =>
        Assert.Equal(Repository.Rooms[room].MayImport.Order(), Repository.ImportsOf(room).Order());

    [Theory]
    [MemberData(nameof(Names))]
    public void Pure_room_says_so_in_its_project(string room)
    {
        var declared = Repository.ProjectOf(room).Descendants("PureRoom").Any(element => element.Value == "true");

        Assert.Equal(Repository.Rooms[room].Pure, declared);
    }

    [Theory]
    [InlineData("Validation")]
    [InlineData("Redaction")]
    public void Room_that_guards_a_door_shows_its_internals_to_nobody(string room) =>
        Assert.Empty(Repository.ProjectOf(room).Descendants("InternalsVisibleTo"));

    [Theory]
    [InlineData("gateway")]
    [InlineData("subgraphs")]
    public void Every_folder_of_code_is_a_known_room(string top)
    {
        var folders = Directory.EnumerateDirectories(Path.Combine(Repository.Root, top)).Select(Path.GetFileName);
        var rooms = Repository.Rooms.Where(room => room.Value.Folder == top).Select(room => room.Key);

        Assert.Equal(rooms.Order(), folders.Order());
    }

    [Fact]
    public void No_agency_knows_another_or_the_gateway() =>
        Assert.Empty(Repository.Rooms
            .Where(room => room.Value.Folder == "subgraphs" && room.Key != "Kit")
            .Where(room => !room.Value.MayImport.SequenceEqual(["Kit"]))
            .Select(room => room.Key));
}
