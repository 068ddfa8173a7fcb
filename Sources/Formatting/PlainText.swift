// The notation of numbers belongs to what is said to people, and is below this target since axes of charts need it, too.
@_exported import PlainText
