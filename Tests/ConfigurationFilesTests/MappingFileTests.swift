import Events
import TestSupport
import Testing

@testable import ConfigurationFiles

/// Mapping files as operators write them (article Mapping files).
@Suite struct MappingFileTests {
  private func read(_ text: String) throws -> Result<Mapping, ConfigurationFileError> {
    let folder = try TemporaryFolder()
    try folder.append(text, to: "m.yaml")
    do throws(ConfigurationFileError) {
      return .success(try MappingFile.read(path: folder("m.yaml")))
    } catch {
      return .failure(error)
    }
  }

  @Test func aWholeFile() throws {
    let mapping = try read(
      """
      name: gateway
      when: {kind: request, id: present}
      absent: ["-"]
      fields:
        operation_id: id
        end_time: {path: a.b, unit: ms}
        model: {path: [answer.model, model]}
        status: {path: code, values: {'200-399': success, '408': timeout, '*': error}}
      """
    ).get()
    #expect(
      mapping
        == Mapping(
          name: "gateway", conditions: [.equal("kind", "request"), .present("id")],
          fields: [
            .operationID: Mapping.Source("id"), .endTime: Mapping.Source("a.b", unit: .milliseconds),
            .model: Mapping.Source("answer.model", "model"),
            .status: Mapping.Source("code", values: [("200-399", .success), ("408", .timeout), ("*", .error)]),
          ], absent: ["-"]))
  }

  /// Everything that is wrong is told at once, each with its line.
  @Test(arguments: [
    ("", ["1"]), ("name: x\n", ["1"]), ("- a\n", ["1"]),
    (
      "name: x\nfields:\n  modle: m\n  cost_estimate: {path: c, unit: ms}\n  end_time: {unit: s}\nwhat: 1\n",
      ["3", "4", "5", "6"]
    ),
    (
      "name: x\nfields:\n  model: {path: m, unit: s}\n  status: {path: s, values: {a: good}}\n  provider: .a\n",
      ["3", "4", "5"]
    ),
    ("name: x\nfields: {model: [\n", ["3"]),
  ])
  func faults(_ text: String, _ lines: [String]) throws {
    guard case .failure(.invalid(let faults)) = try read(text) else {
      Issue.record("it was taken")
      return
    }
    #expect(faults.map { $0.split(separator: ":")[1] } == lines.map { $0[...] }, "\(faults)")
  }
}
