#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// The system's words for the error of the call that just failed.
func lastErrorText() -> String { errorText(errno) }

/// The system's words for an error number.
func errorText(_ number: Int32) -> String { String(cString: strerror(number)) }

/// Whether the call that just failed wanted a terminal and got something else.
func isNotATerminal() -> Bool { errno == ENOTTY }
