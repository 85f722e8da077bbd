import ArgumentParser
import Glibc
import StudioCore
import StudioService
import TerminalScreen

/// `easel generate`: one request, from the prompt to the files.
struct GenerateCommand: AsyncParsableCommand, ForkingCommand {
  static let configuration = CommandConfiguration(
    commandName: "generate",
    abstract: "Make a picture and print its path.",
    discussion: """
      Without options the request goes where the last one went, else to the first provider that is \
      set up, else to the demo, which paints on this machine.

      Every picture is kept in the store, with a record beside it. With --json one object is \
      printed for each request; a service that makes one picture a request (Ollama) gets as many \
      requests as pictures are wished for, hence as many objects, one a line.

      A request that certainly started nothing (no connection; 429 or 503, the service takes no \
      more for now) is sent again by itself, when the service says or after a pause that doubles, \
      as often as --retries says. One that may have started something never is. A service that \
      asks to wait longer than 10 minutes is not waited for: the error says when to come back.

      Ctrl-C cancels the request and says whether it may be billed. With --no-wait the command \
      returns as soon as the request is on disk; it goes on in the background, and `easel jobs` \
      shows it.
      """)

  @Argument(help: "What to paint; `-` reads it from stdin, as does a pipe.")
  var prompt: String?

  @OptionGroup(title: "Destination") var place: DestinationOptions
  @OptionGroup(title: "Parameters") var settings: ParameterOptions

  @Option(
    name: [.short, .customLong("output")],
    help: ArgumentHelp(
      "Copy the first picture to this file, or all of them into this folder.", valueName: "path"))
  var output: String?

  @Flag(help: "Print a record instead of paths, one JSON object a request.")
  var json = false

  @Flag(help: "Show no progress and no warnings.")
  var quiet = false

  @Option(
    help: ArgumentHelp(
      "Send again this often by itself when certainly nothing was started: no connection, or the "
        + "service takes no more for now (default: `retries` of config.yaml, else 3).",
      valueName: "number"))
  var retries: Int?

  @Flag(help: "Print the id and return; the work goes on in the background.")
  var noWait = false

  @OptionGroup var store: StoreOptions

  func validate() throws {
    if let retries, !Resend.limits.contains(retries) {
      throw ValidationError("--retries takes a number from 0 to 20.")
    }
  }

  func fork() throws {
    if noWait { try BackgroundProcess.start() }
  }

  func run() async throws {
    let prompt = try PromptText.read(argument: prompt)
    let copies = try output.map { try PictureCopies(to: $0) }
    // A terminal that hangs up, or a reader that goes away, does not stop what is paid for.
    signal(SIGHUP, SIG_IGN)
    signal(SIGPIPE, SIG_IGN)
    var composition = Composition(store: store.store, changing: place.environment)
    composition.options.resendLimit = try retries ?? composition.settings().retries.value
    composition.options.callerWaits = !noWait
    let studio = try composition.studio()
    var watch = JobWatch(studio: studio, progress: ProgressLine(isQuiet: quiet || noWait))
    let request = GenerationRequest(
      requestID: "cli-" + String(UInt64.random(in: .min ... .max), radix: 36), prompt: prompt,
      destination: try await place.destination(composition, studio),
      parameters: settings.parameters)
    try check(request, in: studio, composition.options)
    let jobs = try await studio.submit(request)
    if noWait { leave(jobs) }
    let ended = await watch.run(jobs)
    try report(ended, copies)
    try finish(ended, watch.interrupted)
  }

  /// Refuses what the studio would, with the option that mends it.
  private func check(
    _ request: GenerationRequest, in studio: any Studio, _ options: LocalStudioOptions
  ) throws(StudioError) {
    let place = request.destination
    let problems = RequestValidation.problems(
      in: request, table: studio.parameterTable(for: place))
    guard let problem = problems.first(where: { $0.severity == .error }) else { return }
    // What is missing besides is told at once, not when this is mended.
    let besides = problem.field == .destination && place.provider == .azure ? options.halfSet : []
    let hints = [problem.wayOut(at: place.provider)].compactMap(\.self) + besides
    throw StudioError(
      .invalidRequest, problem.message, hint: hints.isEmpty ? nil : hints.joined(separator: " "))
  }

  /// Says what was begun, and gives the shell back. The work goes on even if nobody can be told.
  private func leave(_ jobs: [Generation]) {
    do {
      for job in jobs {
        if json {
          try Output.print(json: job.contract, mustArrive: true)
        } else {
          try Output.print(DisplayText(job.id.rawValue), mustArrive: true)
        }
      }
      BackgroundProcess.release(.done)
    } catch {
      for job in jobs { Messages.say(DisplayText(job.id.rawValue)) }
      Messages.report(error)
      BackgroundProcess.release(ExitStatus(error))
    }
  }

  private func report(_ ended: [Generation], _ copies: PictureCopies?) throws {
    let kept = ended.flatMap { job in job.images.map(job.path) }
    let copied = Result { () throws(StudioError) in try copies?.copy(ended) ?? kept }
    do {
      try print(ended, paths: (try? copied.get()) ?? kept)
    } catch {
      // Where the pictures are is told where it can still be read.
      for path in kept { Messages.say(DisplayText(path)) }
      throw error
    }
    if !quiet { warn(ended, copies) }
    do {
      _ = try copied.get()
    } catch {
      // Another run would be paid for again, and the picture is there.
      var told = error
      told.hint = "The picture is kept: \(kept.first ?? "see `easel history`")."
      throw told
    }
  }

  private func print(_ ended: [Generation], paths: [String]) throws(StudioError) {
    if json {
      for generation in ended {
        try Output.print(json: generation.contract, mustArrive: true)
      }
    } else {
      for path in paths { try Output.print(path: path) }
    }
  }

  private func warn(_ ended: [Generation], _ copies: PictureCopies?) {
    var said: Set<String> = []
    let warnings = ended.flatMap(\.warnings) + (copies?.warnings(about: ended) ?? [])
    for warning in warnings where said.insert(warning).inserted {
      Messages.say(DisplayText("warning: \(warning)"))
    }
  }

  private func finish(_ ended: [Generation], _ interrupted: Bool) throws {
    var said: Set<StudioError> = []
    for error in ended.compactMap(\.error) where said.insert(error).inserted {
      Messages.report(error)
    }
    let status = interrupted ? .interrupted : ExitStatus(ended)
    if status != .done { throw ExitCode(status.rawValue) }
  }
}
