import Configuration
import Foundation
import Storage

/// The end of the audit trail as it is known from elsewhere (SPEC 4.5).
enum AuditHeads {
  /// Ends that the trail once had, by where they are kept: the stores in wraptop's state folder.
  ///
  /// - Throws: if a store cannot be read.
  static func known() throws -> [(name: String, head: AuditHead)] {
    let folder = StoreOptions.stateFolder
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return try names.filter { $0.hasSuffix(".db") }.sorted().compactMap { name in
      let path = "\(folder)/\(name)"
      guard let head = try StoreReader(path: path).auditHead() else { return nil }
      return ("store \(ShownText.path(path))", AuditHead(number: head.number, hash: head.hash))
    }
  }
}
