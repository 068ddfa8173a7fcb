import Foundation
import SystemFiles

/// A file that a command writes as a whole: who opens it finds all of it or what was there before.
struct OutputFile {
  let path: String

  /// Writes the file, which everyone may read unless the user's mask says otherwise. Throws what to tell the user.
  func write(_ bytes: [UInt8]) throws {
    let status = stat(of: path)
    if status?.isFolder == true { throw Failure("\(path): is a folder; name a file in it", status: .cannotCreate) }
    // A device or a pipe is not replaced.
    if let status, !status.isRegularFile {
      let file = try orFail(.cannotCreate) { () throws(SystemError) in try Descriptor(opening: path, O_WRONLY) }
      return try orFail(.inputOutput) { () throws(SystemError) in try file.writeDurably(bytes) }
    }
    // What a link leads to is replaced, and not the link.
    let target = FilePath.resolved(path) ?? path
    let name = ".wraptop-\(getpid())-\(UInt32.random(in: 0 ... .max)).tmp"
    var file = try orFail(.cannotCreate) { () throws(SystemError) in
      try PendingFile(named: FilePath(target).sibling(name), mode: 0o644)
    }
    try orFail(.inputOutput) { () throws(SystemError) in try file.write(bytes) }
    do throws(SystemError) { try file.replace(target) } catch { throw failure(error, .cannotCreate) }
  }

  private func orFail<Value: ~Copyable>(_ status: FailureStatus, _ body: () throws(SystemError) -> Value) throws
    -> Value
  {
    do throws(SystemError) { return try body() } catch { throw failure(error, status) }
  }

  private func failure(_ error: SystemError, _ status: FailureStatus) -> Failure {
    let advice = status == .inputOutput ? "" : "; name a file in a folder that you can write with --output"
    let isForbidden = error.isPermission && status == .cannotCreate
    return Failure("\(path): \(error)\(advice)", status: isForbidden ? .noPermission : status)
  }
}
