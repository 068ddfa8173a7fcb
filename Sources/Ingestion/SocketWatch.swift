import Dispatch
import Glibc
import SystemFiles

/// Tells when the path of a socket may not lead to it any more: its file or its folder was removed, moved or replaced.
///
/// Through inotify, so that nothing runs while nothing happens. What happens further up in the path is not heard of: for
/// that, and where there is no inotify, it also tells from time to time.
final class SocketWatch {
  /// An element each time that it is worth while to look; several that nobody waited for are one.
  let news: AsyncStream<Void>

  private let sources: [any DispatchSourceProtocol]

  /// How often it tells though nothing was heard, in seconds: with and without inotify.
  private static let interval = (heard: 30, blind: 2)

  /// - Parameter path: the path of a socket that is there.
  init(_ path: String) {
    let (news, continuation) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
    self.news = news
    let queue = DispatchQueue(label: "wraptop.socket", qos: .utility)
    let events = Events(path)
    let interval = events == nil ? Self.interval.blind : Self.interval.heard
    let timer = DispatchSource.makeTimerSource(queue: queue)
    timer.schedule(deadline: .now() + .seconds(interval), repeating: .seconds(interval), leeway: .seconds(1))
    timer.setEventHandler { continuation.yield() }
    timer.activate()
    guard let events else {
      sources = [timer]
      return
    }
    let source = DispatchSource.makeReadSource(fileDescriptor: events.inotify.number, queue: queue)
    source.setEventHandler {
      events.inotify.drain { _ in }
      continuation.yield()
    }
    // The descriptor must stay open until nobody waits for it.
    source.setCancelHandler { withExtendedLifetime(events) {} }
    source.activate()
    sources = [timer, source]
  }

  deinit { for source in sources { source.cancel() } }

  private final class Events: Sendable {
    let inotify: Inotify

    /// Nil where the system does not tell.
    init?(_ path: String) {
      let folder = path.lastIndex(of: "/").map { path[...$0] } ?? "."
      do throws(SystemError) {
        let inotify = try Inotify()
        // A file that is unlinked or replaced changes its number of links.
        _ = try inotify.watch(path, UInt32(IN_ATTRIB | IN_MOVE_SELF | IN_DELETE_SELF))
        _ = try inotify.watch(String(folder), UInt32(IN_ATTRIB | IN_MOVE_SELF | IN_DELETE_SELF))
        self.inotify = inotify
      } catch {
        return nil
      }
    }
  }
}
