import Foundation
import TestSupport
import Testing

/// Lines of others, from the command line to the document.
@Suite(.waiting) struct ProgramFormatTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func run(_ arguments: String..., input: String = "") throws -> ProgramRun {
    try ProgramRun(
      ProgramOnScreen.program, arguments, environment: ProgramOnScreen.environment(in: folder), input: input)
  }

  private static let answer =
    #"{"id":"a","status":"success","call_type":"acompletion","model":"openai/gpt-4o","model_group":"chat","#
    + #""custom_llm_provider":"openai","response_cost":0.00022500000000000002,"startTime":1767312000,"#
    + #""endTime":1767312001.5,"prompt_tokens":20,"completion_tokens":5,"total_tokens":25}"# + "\n"

  private static func journal(_ unit: String) -> String {
    #"{"__REALTIME_TIMESTAMP":"1767312000000000","_SYSTEMD_UNIT":"\#(unit)","#
      + #""MESSAGE":"{\"id\":\"\#(unit)\",\"status\":\"success\",\"call_type\":\"acompletion\",\"model\":\"m\",\"model_group\":\"g\",\"response_cost\":0.5,\"startTime\":1767312000,\"endTime\":1767312001,\"total_tokens\":3}"}"#
      + "\n"
  }

  private func names(_ result: ProgramRun) throws -> [String] {
    let document = try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any]
    let wrappers = try #require(document?["wrappers"] as? [[String: Any]])
    return wrappers.compactMap { $0["wrapper_name"] as? String }
  }

  @Test func aFormatIsFoundOut() throws {
    let result = try run("status", "--stdin", "--json", "--at", "2026-01-02T00:10:00Z", input: Self.answer)
    #expect(result.status == 0)
    #expect(try names(result) == ["chat"])
    #expect(result.output.contains(#""cost_usd":"0.000225""#) && result.output.contains(#""format":"litellm""#))
  }

  @Test func whatNamesTheWrapperCanBeChosen() throws {
    let at = ["--at", "2026-01-02T00:10:00Z"]
    let provider = try run("status", "--stdin", "--json", at[0], at[1], "--wrapper-by", "provider", input: Self.answer)
    #expect(try names(provider) == ["openai"])
    let units = try run(
      "status", "--stdin", "--json", at[0], at[1], "--wrapper-by", "unit",
      input: Self.journal("a.service") + Self.journal("b.service"))
    #expect(try names(units) == ["a.service", "b.service"])
    let refused = try run("status", "--stdin", "--wrapper-by", "colour")
    #expect(refused.status == 64 && refused.errors.contains("--wrapper-by"))
  }

  @Test func aFixedFormatTakesNoOther() throws {
    let result = try run("status", "--stdin", "--json", "--format", "native", input: Self.answer)
    #expect(result.status == 65)
    #expect(result.output.contains(#""rejected_by_reason":{"missingField":1}"#))
  }

  @Test func whatIsThereIsFoundAndCanBeReadAsItSays() throws {
    let environment = ProgramOnScreen.environment(in: folder)
    let home = try #require(environment["HOME"])
    try FileManager.default.createDirectory(atPath: "\(home)/logs", withIntermediateDirectories: true)
    try Self.answer.write(toFile: "\(home)/logs/proxy.jsonl", atomically: false, encoding: .utf8)
    let result = try run("discover")
    #expect(result.status == 0 && result.errors.isEmpty)
    #expect(result.output.contains("LiteLLM log  litellm  1 file"))
    #expect(result.output.contains("wraptop --tail \(home)/logs/proxy.jsonl\n"))
    #expect(try run("status", "--json", "--tail", "\(home)/logs/proxy.jsonl").output.contains(#""accepted":1"#))
  }
}
