#if canImport(Glibc)
  import Glibc
#endif

/// The system's words for the error of the call that just failed.
func lastErrorText() -> String { String(cString: strerror(errno)) }

/// The system's words for an error number.
func errorText(_ number: Int32) -> String { String(cString: strerror(number)) }
