import ArgumentParser
import Configuration
import ConfigurationFiles
import Foundation
import PlainText
import Reports
import Storage
import SystemFiles

/// Who changed what.
struct ShowHistory: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "history", abstract: "Show changes, newest first: when, who, from where, what, and why.",
    discussion: """
      What was done with credentials is among them, by the service and the key. Where from is what the session says of \
      itself, and not proven.

      --verify looks through the whole trail instead. Each record carries the hash of the one before, so that what was \
      edited, taken out or put in is found; that the last record was edited or records are missing at the end is found as \
      long as the store or the log still knows the last one, and it is said which of them did. The exit status is 65 if \
      something is not as it was written.

      --json prints {"schema":1,"records":[{"number","time","actor":{"uid","user","from"},"action","wrapper_name","field",\
      "old","new","layer","reason","takes_back"}]}, with --verify {"schema":1,"intact","records","heads":[{"kept_in",\
      "number","hash"}],"faults":[{"file","line","fault","message","advice"}]}.
      """)

  @Argument(help: ArgumentHelp("Only changes of this wrapper or field.", valueName: "name[.field]"))
  var subject: String?

  @Option(name: .long, help: ArgumentHelp("The maximum number of changes.", valueName: "n"))
  var limit = 50

  @Flag(name: .long, help: "Check that no record was altered or removed.")
  var verify = false

  @Option(
    name: .long,
    help: ArgumentHelp(
      "With --verify: a store that knows how the trail ended.",
      discussion: "$XDG_STATE_HOME/wraptop/wraptop.db if left out.", valueName: "file"))
  var store: String?

  @Flag(name: .long, help: "Print one JSON document.")
  var json = false

  func validate() throws {
    if limit < 1 { throw ValidationError("--limit \(limit): has to be 1 or more") }
    if verify, subject != nil { throw ValidationError("--verify: looks at the whole trail; leave the name out") }
  }

  func run() throws {
    let file = AuditFile(path: ConfigurationPaths(stateFolder: StoreOptions.stateFolder).audit)
    guard !verify else { return try verify(file) }
    let records = try records(of: file)
    try StandardOutput.write(
      json ? ConfigurationJSON().history(records) : Array(ConfigurationView.text.history(records).utf8))
  }

  // A wrapper, a field, or a field as a whole; what was configured once need not be now.
  private func records(of file: AuditFile) throws -> [AuditRecord] {
    guard let subject else { return try file.history(limit: limit) }
    let all = try file.history().lazy.filter { record in
      let name = "\(record.wrapper).\(record.field)"
      return name == subject || subject.utf8.count >= record.wrapper.utf8.count && name.hasPrefix(subject + ".")
    }
    return Array(all.prefix(limit))
  }

  // MARK: Verification

  private func verify(_ file: AuditFile) throws {
    let heads = try AuditHeads.known(store: store)
    let faults = try file.verify(heads: heads.map(\.head))
    let records = try file.head().number
    if json {
      try StandardOutput.write(ConfigurationJSON().verification(faults, records: records, heads: heads))
    } else {
      for fault in faults { try StandardOutput.line("\(fault)") }
      try StandardOutput.line(Self.sum(faults, records: records, heads: heads))
    }
    if !faults.isEmpty { throw ExitCode(FailureStatus.badData) }
  }

  private static func sum(_ faults: [AuditFault], records: Int, heads: [(name: String, head: AuditHead)]) -> String {
    let state = faults.isEmpty ? "as they were written" : NumberFormat.counted(faults.count, "fault")
    let extent = "\(NumberFormat.counted(records, "record")): \(state); "
    guard !heads.isEmpty else {
      return extent
        + "neither a store nor a log tells how the trail ended, so that an edit of its last record, or records missing at "
        + "its end, do not show"
    }
    return extent + "held against " + heads.map { "\($0.name) (record \($0.head.number))" }.joined(separator: ", ")
  }
}

/// The end of the audit trail as it is known from elsewhere (article Configuration, Changes).
enum AuditHeads {
  /// Ends that the trail once had, by where they are kept.
  ///
  /// - Parameter store: the store that is asked; nil for all in wraptop's state folder that can be read.
  /// - Throws: if the store that is named cannot be read.
  static func known(store: String?) throws -> [(name: String, head: AuditHead)] {
    if let store { return try head(in: store).map { [$0] } ?? [] }
    let folder = StoreOptions.stateFolder
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return names.filter { $0.hasSuffix(".db") }.sorted().compactMap { try? head(in: "\(folder)/\($0)") }
  }

  private static func head(in path: String) throws -> (name: String, head: AuditHead)? {
    guard let head = try StoreReader(path: path).auditHead() else { return nil }
    return ("store \(ShownText.path(path))", AuditHead(number: head.number, hash: head.hash))
  }
}
