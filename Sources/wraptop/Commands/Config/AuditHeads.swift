import Configuration
import Foundation
import Storage

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
