import SystemFiles
import Testing

@Suite struct OpenFileLimitTests {
  @Test(arguments: [64, 128, 256, 1024, 4096, 65536]) func filesAndConnectionsLeaveSomeForTheRest(descriptors: Int) {
    let limit = OpenFileLimit(descriptors: descriptors)
    #expect(limit.followedFiles >= 4)
    #expect(limit.connections >= 8)
    #expect(limit.followedFiles + limit.connections + 24 <= descriptors)
  }

  @Test func aProcessMayHaveDescriptors() { #expect(OpenFileLimit.current().descriptors >= 64) }
}
