import Configuration
import Foundation
import TestSupport
import Testing

@testable import ConfigurationFiles

/// Changes on real files: written, audited, refused, taken back.
@Suite struct ChangeWriterTests {
  private let folder: TemporaryFolder
  private var paths: ConfigurationPaths
  private let actor = AuditActor(uid: 7, user: "ada", from: "10.0.0.1")

  init() throws {
    folder = try TemporaryFolder()
    paths = ConfigurationPaths(wrappers: folder("wrappers.yaml"), stateFolder: folder("state"))
    let text = """
      wrappers:
        bot: {daily_budget: 5, monthly_budget: 50}
        other: {daily_budget: 1}

      """
    try folder.append(text, to: "wrappers.yaml")
  }

  private var writer: ChangeWriter { ChangeWriter(paths: paths) }
  private var trail: [AuditRecord] { get throws { try AuditFile(path: paths.audit).history() } }
  private var versions: [String: EntryVersion] { get throws { try ConfigurationReader.read(paths).versions } }
  private func given(_ path: FieldPath) throws -> GivenValue? {
    try ConfigurationReader.read(paths).resolved.wrappers["bot"]?.given[path]?.first
  }

  private func change(_ path: FieldPath, _ value: FieldValue?) -> FieldChange {
    FieldChange(wrapper: "bot", path: path, old: nil, new: value)
  }

  private func write(
    _ changes: [FieldChange], versions: [String: EntryVersion]? = nil, reason: String = "because",
    secrets: [CredentialName: Secret] = [:], passphrase: Secret? = nil
  ) throws -> ConfigurationReply {
    var request = ChangeRequest(
      changes: changes, versions: try versions ?? self.versions, reason: reason, secrets: secrets)
    request.passphrase = passphrase
    return writer.write(request, actor: actor, time: "2026-01-02T03:04:05.000000Z", now: 1_767_322_800)
  }

  @Test func aChangeIsWrittenAndAudited() throws {
    #expect(
      try write([change("daily_budget", .number(7)), change("enabled", .flag(false))]) == .written(records: [1, 2]))
    #expect(try given("daily_budget")?.layer == .runtime && given("daily_budget")?.value == .number(7))
    let records = try trail
    #expect(records.map(\.field) == ["enabled", "daily_budget"])
    #expect(records.allSatisfy { $0.layer == "runtime" && $0.reason == "because" && $0.actor == actor })
    #expect(records[1].old == nil && records[1].new == .number(7) && records[1].wrapper == "bot")
    #expect(try AuditFile(path: paths.audit).verify(heads: []).isEmpty)
    // The operator's own file stays as it is.
    #expect(try String(contentsOfFile: folder("wrappers.yaml"), encoding: .utf8).contains("daily_budget: 5"))
  }

  @Test func theOldValueIsWhatTheLayerHeld() throws {
    _ = try write([change("daily_budget", .number(7))])
    #expect(try write([change("daily_budget", .number(8))]) == .written(records: [2]))
    #expect(try trail[0].old == .number(7))
    #expect(try write([change("daily_budget", nil)]) == .written(records: [3]))
    #expect(try given("daily_budget")?.layer == .file)
    #expect(try trail[0].old == .number(8) && trail[0].new == nil)
    // What changes nothing is no change.
    #expect(try write([change("daily_budget", nil)]) == .written(records: []))
  }

  @Test func whatIsNotValidIsRefusedAndNothingIsWritten() throws {
    guard case .refused(let findings) = try write([change("daily_budget", .number(99))]) else {
      Issue.record("it is written")
      return
    }
    #expect(findings.contains { $0.path == "daily_budget" && $0.message.contains("monthly_budget") }, "\(findings)")
    #expect(!folder.has("state/runtime.json") && !folder.has("state/audit.jsonl"))
    guard case .refused = try write([change("daily_budget", .text("much"))]),
      case .refused = try write([change("api_key", .secret)])
    else {
      Issue.record("it is written")
      return
    }
  }

  @Test func faultsOfOthersThatWereThereBeforeStopNothing() throws {
    try folder.append("  third: {daily_budget: -1}\n", to: "wrappers.yaml")
    #expect(try write([change("daily_budget", .number(7))]) == .written(records: [1]))
  }

  @Test func aFileThatDoesNotParseStopsEverything() throws {
    try folder.append("  third: {", to: "wrappers.yaml")
    let request = ChangeRequest(changes: [change("daily_budget", .number(7))], versions: [:])
    let reply = writer.write(request, actor: actor, time: "2026-01-02T03:04:05.000000Z", now: 0)
    guard case .failed(let why) = reply else {
      Issue.record("\(reply)")
      return
    }
    #expect(why.contains("does not parse"))
    #expect(!folder.has("state/runtime.json"))
  }

  @Test func twoWhoBeganWithTheSameEntryConflict() throws {
    let before = try versions
    #expect(before.isEmpty)
    #expect(try write([change("daily_budget", .number(7))], versions: before) == .written(records: [1]))
    let now = try versions
    let current = FieldChange(wrapper: "bot", path: "daily_budget", old: .number(7), new: .number(8))
    #expect(
      try write([change("daily_budget", .number(8))], versions: before) == .conflict(current: [current], versions: now))
    #expect(try given("daily_budget")?.value == .number(7) && trail.count == 1)
  }

  @Test func anEditOfAnotherWrapperIsNoConflict() throws {
    let before = try versions
    let other = FieldChange(wrapper: "other", path: "daily_budget", old: nil, new: .number(2))
    #expect(try write([other], versions: before) == .written(records: [1]))
    #expect(try write([change("daily_budget", .number(7))], versions: before) == .written(records: [2]))
    // Nor is it that of one whose entry has moved down in the file.
    let moved = try versions
    let runtime = try String(contentsOfFile: paths.runtime, encoding: .utf8)
    try folder.empty("state/runtime.json")
    try folder.append("\n\n" + runtime, to: "state/runtime.json")
    #expect(try write([change("daily_budget", .number(8))], versions: moved) == .written(records: [3]))
    #expect(try Set(versions.keys) == ["bot", "other"] && versions["bot"] != moved["bot"])
  }

  @Test func aSecretThatComesAsTextIsRefused() throws {
    for value in [FieldValue.text("hunter2"), .integer(4711), .flag(true)] {
      guard case .refused(let findings) = try write([change("api_key", value)]) else {
        Issue.record("it is to be refused")
        return
      }
      #expect(findings.map(\.path) == ["api_key"] && !findings.description.contains("hunter2"))
    }
    #expect(try trail.isEmpty && !folder.has("state/runtime.json"))
  }

  @Test func manyAtOnceLoseNothing() async throws {
    await withTaskGroup(of: Void.self) { group in
      for number in 0..<8 {
        group.addTask {
          // Each begins again until it was the first.
          while true {
            guard
              case .written? = try? self.write([
                FieldChange(wrapper: "bot", path: "max_retry_attempts", old: nil, new: .integer(Int64(number)))
              ])
            else { continue }
            return
          }
        }
      }
    }
    let records = try trail
    #expect(records.count == 8)
    #expect(Set(records.map(\.number)).count == 8)
    #expect(try AuditFile(path: paths.audit).verify(heads: []).isEmpty)
    #expect(try given("max_retry_attempts")?.value == records[0].new)
    for (later, earlier) in zip(records, records.dropFirst()) { #expect(later.old == earlier.new) }
  }

  @Test func withoutATrailNothingIsWritten() throws {
    try folder.makeFolder("state")
    try folder.append("no trail\n", to: "state/audit.jsonl")
    guard case .failed(let why) = try write([change("daily_budget", .number(7))]) else {
      Issue.record("it is written")
      return
    }
    #expect(why.contains("audit.jsonl"))
    #expect(!folder.has("state/runtime.json"))
  }

  @Test func aReadOnlyRuntimeFileStaysAsItIs() throws {
    _ = try write([change("daily_budget", .number(7))])
    chmod(paths.runtime, 0o400)
    guard case .failed(let why) = try write([change("daily_budget", .number(8))]) else {
      Issue.record("it is written")
      return
    }
    #expect(why.contains("read-only"))
    #expect(try given("daily_budget")?.value == .number(7) && trail.count == 1)
  }

  @Test func aReasonHasALimit() throws {
    guard case .failed = try write([change("daily_budget", .number(7))], reason: String(repeating: "x", count: 4097))
    else {
      Issue.record("it is written")
      return
    }
    #expect(try trail.isEmpty)
  }

  // MARK: New wrappers

  @Test func aNewWrapperIsWrittenWithItsKind() throws {
    let change = FieldChange(wrapper: "router", path: "threshold", old: nil, new: .number(0.4))
    let request = ChangeRequest(changes: [change], newKind: "routellm", versions: [:])
    let reply = writer.write(request, actor: actor, time: "2026-01-02T03:04:05.000000Z", now: 0)
    #expect(reply == .written(records: [1, 2]))
    let router = try #require(try ConfigurationReader.read(paths).resolved.wrappers["router"])
    #expect(router.kind == "routellm" && router.given["threshold"]?.first?.layer == .runtime)
    #expect(try trail.map(\.field) == ["threshold", "kind"])
  }

  // MARK: Rollback

  private func rollback(_ number: Int) -> ConfigurationReply {
    writer.rollback(
      number: number, reason: "undo", actor: actor, time: "2026-01-02T04:04:05.000000Z", now: 1_767_326_400)
  }

  private func failure(_ reply: ConfigurationReply) -> String? {
    if case .failed(let why) = reply { why } else { nil }
  }

  @Test func aChangeIsTakenBackByAnother() throws {
    _ = try write([change("daily_budget", .number(7))])
    _ = try write([change("daily_budget", .number(8)), change("budget_alert_thresholds.warning", .number(0.5))])
    #expect(rollback(2) == .written(records: [4]))
    #expect(try given("daily_budget")?.value == .number(7))
    let record = try trail[0]
    #expect(record.action == .rollback && record.takesBack == 2 && record.reason == "undo")
    #expect(record.old == .number(8) && record.new == .number(7))
    #expect(rollback(3) == .written(records: [5]))
    #expect(try given("budget_alert_thresholds.warning") == nil)
    // A rollback is a change, and can be taken back; so can one that others came after.
    #expect(rollback(4) == .written(records: [6]))
    #expect(try given("daily_budget")?.value == .number(8))
    #expect(rollback(1) == .written(records: [7]))
    #expect(try given("daily_budget")?.layer == .file)
  }

  @Test func whatCannotBeTakenBackSaysWhy() throws {
    #expect(failure(rollback(1))?.contains("there is none") == true)
    _ = try write([change("daily_budget", .number(7))])
    #expect(failure(rollback(9))?.contains("there is none") == true)
    _ = rollback(1)
    #expect(failure(rollback(1))?.contains("nothing to take back") == true)
  }

  // MARK: Secrets

  @Test func aSecretGoesIntoTheStoreAndNowhereElse() throws {
    let plain = "sk-very-secret-0123456789"
    let name = try #require(CredentialName("bot/api_key"))
    let reference = FieldValue.reference(.credential(name))
    let secrets = [name: try #require(Secret(plain))]
    let changes = [change("api_key", reference)]
    #expect(try write(changes, secrets: secrets) == .needsPassphrase(isNew: true, isWrong: false))
    #expect(!folder.has("state/runtime.json") && !folder.has("state/credentials"))
    let passphrase = try #require(Secret("correct horse"))
    #expect(try write(changes, secrets: secrets, passphrase: passphrase) == .written(records: [1, 2]))
    #expect(try trail.map(\.action) == [.change, .credentialSet])
    #expect(try given("api_key")?.value == reference)
    let wrong = try #require(Secret("another"))
    #expect(
      try write(changes, secrets: secrets, passphrase: wrong) == .needsPassphrase(isNew: false, isWrong: true))
    try expectNowhere(plain)
    // A new secret under the same reference is a change of the store alone.
    #expect(try write(changes, secrets: secrets, passphrase: passphrase) == .written(records: [3]))
    #expect(try trail[0].action == .credentialRotate)
  }

  @Test func aSecretWrittenByHandStaysAndIsMasked() throws {
    let plain = "sk-by-hand-0123456789"
    try folder.makeFolder("state")
    try folder.append(#"{"wrappers": {"bot": {"api_key": "\#(plain)"}}}"#, to: "state/runtime.json")
    _ = try write([change("daily_budget", .number(7))])
    #expect(try String(contentsOfFile: paths.runtime, encoding: .utf8).contains(plain))
    #expect(try given("api_key")?.value == .secret)
    _ = try write([change("api_key", nil)])
    #expect(try trail[0].old == .secret)
    #expect(failure(rollback(2))?.contains("secret") == true)
    try expectNowhere(plain)
  }

  private func expectNowhere(_ secret: String) throws {
    for name in folder.contents {
      guard let bytes = FileManager.default.contents(atPath: folder(name)) else { continue }
      #expect(bytes.range(of: Data(secret.utf8)) == nil, "\(name)")
    }
  }

  // MARK: What must not happen unseen

  private static let key = "sk-proj-0123456789abcdef"

  @Test func aSecretInTheClearIsRefusedUnlessItIsMeant() throws {
    let change = change("api_version", .text(Self.key))
    guard case .refused(let findings) = try write([change]) else {
      Issue.record("it is to be refused")
      return
    }
    #expect(findings.map(\.path) == ["api_version"] && !findings.description.contains(Self.key))
    #expect(try given("api_version") == nil && trail.isEmpty)
    var request = ChangeRequest(changes: [change], versions: try versions, exposesSecrets: true)
    let time = "2026-01-02T03:04:05.000000Z"
    #expect(writer.write(request, actor: actor, time: time, now: 1_767_322_800) == .written(records: [1]))
    #expect(try String(contentsOfFile: paths.runtime, encoding: .utf8).contains(Self.key))
    // Screens hide it all the same, and the trail is kept for good.
    #expect(try given("api_version")?.value.shown == FieldValue.mask)
    #expect(try trail.map(\.new) == [.secret])
    #expect(try !String(contentsOfFile: paths.audit, encoding: .utf8).contains(Self.key))
    request = ChangeRequest(changes: [self.change("api_version", .text("v2"))], versions: try versions)
    #expect(writer.write(request, actor: actor, time: time, now: 1_767_322_800) == .written(records: [2]))
    #expect(try trail.first?.old == .secret)
  }

  @Test func aReasonWithASecretIsRefused() throws {
    guard case .failed(let why) = try write([change("daily_budget", .number(7))], reason: "new \(Self.key)") else {
      Issue.record("it is to be refused")
      return
    }
    #expect(why.hasPrefix("the reason looks") && !why.contains(Self.key))
    #expect(try given("daily_budget")?.layer == .file)
  }

  @Test func aChangeNeverMakesAWrapperAnotherOne() throws {
    let request = ChangeRequest(
      changes: [change("daily_budget", .number(7))], newKind: "routellm", versions: [:])
    guard
      case .refused(let findings) = writer.write(
        request, actor: actor, time: "2026-01-02T03:04:05.000000Z", now: 1_767_322_800)
    else {
      Issue.record("it is to be refused")
      return
    }
    #expect(findings.map(\.path) == ["kind"] && findings[0].message.contains("external already"))
    var same = request
    same.newKind = "external"
    #expect(
      writer.write(same, actor: actor, time: "2026-01-02T03:04:05.000000Z", now: 1_767_322_800)
        == .written(records: [1]))
    #expect(try !String(contentsOfFile: paths.runtime, encoding: .utf8).contains("kind"))
  }

  @Test func whatWouldBeWrongStandsInNoLineOfAFileYet() throws {
    _ = try write([change("daily_budget", .number(7))])
    guard case .refused(let findings) = try write([change("daily_budget", .number(900))]) else {
      Issue.record("it is to be refused")
      return
    }
    #expect(findings.map(\.origin) == [.standard], "\(findings)")
  }
}
