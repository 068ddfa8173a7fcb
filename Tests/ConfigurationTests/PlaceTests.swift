import Configuration
import Testing

@Suite struct PlaceTests {
  @Test func aPlaceReadsAsEditorsWriteIt() {
    #expect(Place(file: "wrappers.yaml", line: 12).description == "wrappers.yaml:12")
  }
}
