import Events
import Foundation
import Monitoring
import Synchronization

/// The file that keeps every rejected line, whole, for `--rejects` (SPEC 1.3). Only the user can read it.
final class RejectsFile: Sendable {
  /// Where it is.
  let path: String
  private let file: Mutex<FileHandle>

  /// Opens the file for appending, and makes it if it is not there.
  init(path: String) throws(ServiceError) {
    let descriptor = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard descriptor >= 0 else {
      throw .rejectsFile(
        path: path, reason: String(cString: strerror(errno)), isPermission: errno == EACCES || errno == EPERM)
    }
    self.path = path
    fchmod(descriptor, 0o600)
    file = Mutex(FileHandle(fileDescriptor: descriptor, closeOnDealloc: true))
  }

  /// Appends the rejected lines of a chunk, each with a line feed; of a line that was too long, what is left of it.
  /// - Returns: what went wrong, if anything did: the lines are counted and shown all the same.
  func append(_ batch: EventBatch, _ applied: Applied, of chunk: Chunk) -> String? {
    guard !batch.rejections.isEmpty || !applied.rejections.isEmpty else { return nil }
    let offsets = (batch.rejections.map(\.offset) + applied.rejections.map(\.offset)).sorted()
    var lines: [UInt8] = []
    for offset in offsets {
      if let cut = chunk.cut, cut.offset == offset {
        lines += cut.beginning
      } else {
        let start = chunk.lines.lowerBound + Int(offset - chunk.offset)
        guard chunk.lines.contains(start) else { continue }
        lines += chunk.bytes[start..<chunk.lines.upperBound].prefix { $0 != 0x0A }
      }
      lines.append(0x0A)
    }
    return file.withLock { file in
      do {
        try file.write(contentsOf: Data(lines))
        return nil
      } catch {
        return "\(path): rejected lines are no longer kept there: \(error.localizedDescription)"
      }
    }
  }
}
