import Configuration
import Testing

@Suite struct PlaceTests {
  @Test func aPlaceReadsAsEditorsWriteIt() {
    #expect(Configuration.SourceLocation(file: "wrappers.yaml", line: 12).description == "wrappers.yaml:12")
  }
}
