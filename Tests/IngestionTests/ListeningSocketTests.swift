import Glibc
import TestSupport
import Testing

@testable import Ingestion

@Suite(.waiting) struct ListeningSocketTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func failure(_ path: String) -> IngestionError? {
    do throws(IngestionError) {
      _ = try ListeningSocket.open(path)
      return nil
    } catch {
      return error
    }
  }

  @Test func socketAndFolderAreTheUsersAlone() throws {
    let old = umask(0)
    defer { umask(old) }
    let socket = try ListeningSocket.open(folder("run/s.sock"))
    #expect(folder.status("run")?.st_mode == S_IFDIR | 0o700)
    #expect(folder.status("run/s.sock")?.st_mode == S_IFSOCK | 0o600)
    withExtendedLifetime(socket) {}
  }

  // The file has its mode from the moment it is there, whatever the umask: made and watched many times.
  @Test func theSocketIsNeverOpenToOthers() async throws {
    let old = umask(0)
    defer { umask(old) }
    let path = folder("s.sock")
    let watcher = Task.detached {
      var modes: Set<mode_t> = []
      var about = stat()
      while !Task.isCancelled { if lstat(path, &about) == 0 { modes.insert(about.st_mode & 0o7777) } }
      return modes
    }
    for _ in 0..<500 { _ = try ListeningSocket.open(path) }
    watcher.cancel()
    #expect(await watcher.value.isSubset(of: [0o600]))
  }

  @Test func aStaleSocketIsReplaced() throws {
    let stale = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
    #expect(withUnixAddress(folder("s.sock")) { bind(stale, $0, $1) } == 0)
    close(stale)
    let inode = folder.status("s.sock")?.st_ino
    let listening = try ListeningSocket.open(folder("s.sock"))
    #expect(try TestClient().connect(to: folder("s.sock")))
    #expect(inode != nil)
    withExtendedLifetime(listening) {}
  }

  @Test func aSecondListenerIsToldOfTheFirst() throws {
    let first = try ListeningSocket.open(folder("s.sock"))
    let second = failure(folder("s.sock"))
    #expect(second?.exitCode == 73)
    #expect(second?.description.contains("process \(getpid()) listens there") == true)
    #expect(try TestClient().connect(to: folder("s.sock")))
    withExtendedLifetime(first) {}
  }

  @Test func ofManyThatStartAtOnceOneListens() async {
    let path = folder("s.sock")
    let sockets = await withTaskGroup { group in
      for _ in 0..<16 { group.addTask { try? ListeningSocket.open(path) } }
      return await group.reduce(into: [ListeningSocket]()) { all, socket in if let socket { all.append(socket) } }
    }
    #expect(sockets.count == 1)
  }

  @Test func whatIsNoSocketIsNeverReplaced() throws {
    try folder.append("precious", to: "s.sock")
    #expect(failure(folder("s.sock"))?.problem == "is there already and is not a socket")
    #expect(folder.read("s.sock") == Array("precious".utf8))
    folder.link("l.sock", to: folder("target"))
    #expect(failure(folder("l.sock"))?.exitCode == 73)
    #expect(folder.status("target") == nil)
  }

  @Test func aFolderThatOthersMayWriteToIsRefused() throws {
    try folder.makeFolder("open", mode: 0o777)
    let refusal = failure(folder("open/s.sock"))
    #expect(refusal?.exitCode == 77)
    #expect(refusal?.description.contains("mode 0777, others may write to it") == true)
    #expect(refusal?.advice == "chmod 700 \(folder("open"))")
    #expect(failure("/tmp/wraptop-test.sock")?.exitCode == 77)
  }

  @Test(.enabled(if: geteuid() == 0)) func aFolderOfAnotherUserIsRefused() throws {
    try folder.makeFolder("other", mode: 0o700)
    #expect(chown(folder("other"), 12345, 12345) == 0)
    let refusal = failure(folder("other/s.sock"))
    #expect(refusal?.exitCode == 77)
    #expect(refusal?.problem.contains("belongs to user 12345 (you are 0)") == true)
    try folder.makeFolder("mine", mode: 0o700)
    folder.link("link", to: folder("mine"))
    #expect(lchown(folder("link"), 12345, 12345) == 0)
    #expect(failure(folder("link/s.sock"))?.exitCode == 77)
  }

  @Test func anOverlongPathIsToldAsSuch() throws {
    let path = folder(String(repeating: "x", count: 107 - folder.path.utf8.count - 1))
    #expect(path.utf8.count == 107)
    let socket = try ListeningSocket.open(path)
    #expect(try TestClient().connect(to: path))
    let refusal = failure(path + "x")
    #expect(refusal?.problem == "is 108 bytes long, a socket may have 107")
    #expect(refusal?.exitCode == 73)
    withExtendedLifetime(socket) {}
  }

  @Test func aMissingParentIsToldWithTheCommandThatMakesIt() {
    let refusal = failure(folder("a/b/s.sock"))
    #expect(refusal?.exitCode == 73)
    #expect(refusal?.advice == "make it: mkdir -p -m 700 \(folder("a/b"))")
  }

  @Test func onlyTheOwnSocketFileIsRemoved() throws {
    var first: ListeningSocket? = try ListeningSocket.open(folder("s.sock"))
    try folder.rename("s.sock", to: "moved.sock")
    let second = try ListeningSocket.open(folder("s.sock"))
    first = nil
    #expect(first == nil)
    #expect(folder.status("s.sock") != nil)
    #expect(try TestClient().connect(to: folder("s.sock")))
    withExtendedLifetime(second) {}
  }

  @Test func theStandardPathIsTheUsers() {
    #expect(
      ListeningSocket.standardPath("ingest.sock", environment: ["XDG_RUNTIME_DIR": "/run/user/7"], user: 7)
        == "/run/user/7/wraptop/ingest.sock")
    for environment in [[:], ["XDG_RUNTIME_DIR": ""], ["XDG_RUNTIME_DIR": "relative"]] {
      #expect(
        ListeningSocket.standardPath("api.sock", environment: environment, user: 7) == "/tmp/wraptop-7/api.sock")
    }
  }

  @Test func aSenderSaysHowToStartWhenNothingListens() {
    for name in ["s.sock", "stale.sock"] {
      do throws(IngestionError) {
        _ = try EventSender(path: folder(name))
        Issue.record("connected to nothing")
      } catch {
        #expect(error.exitCode == 66)
        #expect(error.description.contains("nothing listens there; start one with: wraptop --socket"))
      }
    }
  }
}
