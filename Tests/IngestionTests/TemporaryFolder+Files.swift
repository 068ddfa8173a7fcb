import Glibc
import TestSupport
import Testing

/// What rotation and operators do to files, beyond what all tests need.
extension TemporaryFolder {
  func read(_ name: String) -> [UInt8] {
    let file = open(self(name), O_RDONLY | O_CLOEXEC)
    defer { close(file) }
    var bytes = [UInt8](repeating: 0, count: status(name).map { Int($0.st_size) } ?? 0)
    let count = Glibc.read(file, &bytes, bytes.count)
    return Array(bytes[..<max(0, count)])
  }

  func truncate(_ name: String, to size: Int) { #expect(Glibc.truncate(self(name), size) == 0) }
  func remove(_ name: String) { #expect(unlink(self(name)) == 0) }
  func link(_ name: String, to target: String) { #expect(symlink(target, self(name)) == 0) }

  func status(_ name: String) -> stat? {
    var about = stat()
    return stat(self(name), &about) == 0 ? about : nil
  }

  /// Gives a file the time of the last change that another one has, as gzip and `cp -p` do.
  func setTime(of name: String, as about: stat) {
    let times = [about.st_atim, about.st_mtim]
    #expect(utimensat(AT_FDCWD, self(name), times, 0) == 0)
  }

  /// Sets the time of the last change, in seconds before now.
  func age(_ name: String, seconds: Int) {
    let times = [timespec(tv_sec: time(nil) - seconds, tv_nsec: 0), timespec(tv_sec: time(nil) - seconds, tv_nsec: 0)]
    #expect(utimensat(AT_FDCWD, self(name), times, 0) == 0)
  }

  /// Does what `gzip` does.
  func compress(_ name: String) throws {
    let about = try #require(status(name))
    try append(bytes: gzip(read(name)), to: name + ".gz")
    setTime(of: name + ".gz", as: about)
    remove(name)
  }
}
