import StudioCore

// What the record tells of bytes that are in no picture.
extension Generation {
  /// True if a person who reads the record learns of the file.
  func names(_ path: String) -> Bool {
    let name = path.hasPrefix(folder + "/") ? String(path.dropFirst(folder.count + 1)) : path
    let texts = warnings + [error?.message, error?.hint].compactMap { $0 }
    return texts.contains { $0.contains(name) }
  }

  /// Says where what arrived is, instead of where it was.
  ///
  /// - Parameter partial: files that show a part of a picture.
  mutating func name(arrived places: [String], partial: [String]) {
    guard state != .saved else {
      let names = (places + partial).map {
        $0.hasPrefix(folder + "/") ? $0.dropFirst(folder.count + 1) : $0[...]
      }
      return warnings.append("What else arrived is in \(names.joined(separator: ", then ")).")
    }
    var told = error ?? StudioError(.outcomeUnknown, "No complete answer came.")
    let wasWhole = told.hint?.contains(StudioError.beginningWords) != true
    told.hint = told.hint.map(StudioError.withoutPlaces)
    error = told.naming(places, in: folder, isWhole: wasWhole)
      .showing(partial.isEmpty ? nil : partial.joined(separator: ", "))
  }
}
