import ConfigurationFiles
import Testing

@Suite struct ConfigurationFileErrorTests {
  @Test func eachFaultHasItsLineAndTheExitStatusOfTheSpec() {
    let error = ConfigurationFileError.invalid(["a.yaml:1: x", "a.yaml:2: y"])
    #expect(error.description == "a.yaml:1: x\na.yaml:2: y")
    #expect(error.exitCode == 78)
    #expect(ConfigurationFileError.unsafe(path: "a", advice: "b").exitCode == 77)
  }
}
