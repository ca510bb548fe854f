using Xunit;

namespace Aggregator.Architecture.Tests;

public class RoomTests
{
    public static TheoryData<string> Names => [.. Repository.Rooms.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Room_imports_exactly_the_rooms_it_declares(string room)
    {
        var imported = Repository.ProjectOf(room).Descendants("ProjectReference")
            .Select(reference => Path.GetFileNameWithoutExtension(reference.Attribute("Include")!.Value))
            .Select(project => project["Aggregator.".Length..]);

        Assert.Equal(Repository.Rooms[room].MayImport.Order(), imported.Order());
    }

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

    [Fact]
    public void Every_folder_of_the_gateway_is_a_known_room()
    {
        var folders = Directory.EnumerateDirectories(Path.Combine(Repository.Root, "gateway")).Select(Path.GetFileName);

        Assert.Equal(Repository.Rooms.Keys.Order(), folders.Order());
    }
}
