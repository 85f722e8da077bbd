extension PictureStage {
  /// Goes over to another way of showing pictures.
  /// - Returns: What takes away everything shown in the old one.
  mutating func use(
    _ kind: GraphicsKind, through passthrough: Passthrough
  ) -> [UInt8] {
    let bytes = farewell() + clearing()
    forgetTerminal()
    adapter = kind.adapter
    self.passthrough = passthrough
    return bytes
  }

  /// What frees everything that the terminal stores; nothing is forgotten.
  func farewell() -> [UInt8] {
    guard adapter?.storesPictures == true, !ids.isEmpty else { return [] }
    return farewell(to: liveIDs, isSending: !queue.isEmpty)
  }

  /// What frees whatever may be stored when the program ends without a word. Numbers are taken from
  /// the lowest on: it is enough until `highestSlot` is another.
  func lastFarewell() -> [UInt8] {
    guard let highestSlot else { return [] }
    let possible = (PictureID.slots.lowerBound...highestSlot).map {
      PictureID(slot: $0, session: session)
    }
    return farewell(to: possible, isSending: true)
  }

  private func farewell(to ids: [PictureID], isSending: Bool) -> [UInt8] {
    let abort = isSending ? [KittyCommand.sequence("q=2,m=0")] : []
    let commands = abort + [KittyCommand.freeAll(session: session)] + ids.map(KittyCommand.free)
    return commands.flatMap { passthrough.wrapped($0) }
  }

  /// What takes the strips off the glass.
  func clearing() -> [UInt8] {
    let bytes = overlays.flatMap { overlay in
      StyleSequence.blanks(overlay.rect, background: overlay.background.reduced(to: colorDepth))
    }
    return StyleSequence.apart(bytes)
  }

  /// Everything was freed, or may have been lost: what is shown next is sent again.
  mutating func forgetTerminal() {
    forgetGlass()
    queue = UploadQueue()
    budget = ImageBudget(bytes: Self.terminalBytes, count: PictureID.slots.count)
    ids = [:]
    highestSlot = nil
    stored = []
    pending = []
  }

  /// The terminal was cleared: pixels over cells are gone.
  mutating func forgetGlass() {
    overlays = []
    hasUndrawnStrips = false
    hasUndrawnCells = false
  }

  /// Sends pictures again that the terminal may have lost; they keep their numbers.
  mutating func sendAgain() {
    guard adapter?.storesPictures == true else { return }
    forgetGlass()
    stored = []
  }

  /// Asks about each stored picture, in a way that only a lost one is answered.
  func inquiry() -> [UInt8] {
    guard adapter?.fillsCells == true else { return [] }
    return stored.compactMap { key in ids[key].map { (key, $0) } }
      .sorted { $0.1.slot < $1.1.slot }
      .flatMap { key, id in
        passthrough.wrapped(
          KittyCommand.sequence(
            "a=p,U=1,i=\(id.number),p=1,c=\(key.size.columns),r=\(key.size.rows),q=1"))
      }
  }

  /// Takes an answer about a picture.
  /// - Returns: Whether a picture was lost, so that the frame shall be drawn again.
  mutating func take(_ answer: KittyAnswer) -> Bool {
    guard !answer.isGood,
      let key = ids.first(where: { $0.value.number == answer.id })?.key, stored.contains(key)
    else { return false }
    stored.remove(key)
    return true
  }
}
