import Foundation
import Glibc
import Testing

/// Every place that can hold a secret holds one of its own; none of them may turn up anywhere else.
@Suite("Secrets", .timeLimit(.minutes(3)))
struct CanaryTests {
  static let variables = [
    "OLLAMA_API_KEY": "canary-ollama-5f2e9b71", "AZURE_OPENAI_API_KEY": "canary-azure-8d01c6aa",
    "MICROSOFT_AZURE_OPENAI_API_KEY": "canary-microsoft-17c3e02b",
    "AZURE_OPENAI_AD_TOKEN": "canary-token-f6604d9e", "EASEL_TOKEN": "canary-door-2b9a55c4",
    "EXTRA_KEY": "canary-document-c07fd318",
  ]
  private static let inAddress = [
    "canary-name-41d2", "canary-password-9e77", "canary-query-0b3c", "canary-fragment-6a1f",
  ]
  private static let all = Array(variables.values) + inAddress

  /// With a name, a password and more around the host, as people paste addresses.
  private static func address(_ base: String) -> String {
    let place = base.dropFirst("http://".count)
    return "http://\(inAddress[0]):\(inAddress[1])@\(place)/?key=\(inAddress[2])#\(inAddress[3])"
  }

  static func environment(of services: SimulatedServices) -> [String: String] {
    let hosts = [
      "OLLAMA_HOST": address(services.addresses.ollama),
      "AZURE_OPENAI_ENDPOINT": "\(services.addresses.azure)/?key=\(inAddress[2])",
    ]
    return services.environment.merging(variables) { $1 }.merging(hosts) { $1 }
  }

  /// A service of the user's own, whose key only this document names.
  static func document(base: String) -> String {
    """
    naftiko: 1.0.0-alpha2
    binds:
      - namespace: env
        keys: {EXTRA_KEY: EXTRA_KEY}
    capability:
      consumes:
        - type: http
          namespace: extra-images
          baseUri: \(base)/v1
          authentication: {type: bearer, token: '{{EXTRA_KEY}}'}
          resources:
            - name: images-generations
              path: /images/generations
              operations:
                - name: createimage
                  method: POST
                  inputParameters: [{name: body, in: body}]
                  body: {type: json, data: '{{body}}'}
      exposes:
        - type: rest
          namespace: extra-images-rest
          port: 8080
          resources:
            - name: images-generations
              path: /extra/images/generations
              operations:
                - name: createimage
                  method: POST
                  inputParameters: [{name: body, in: body, type: object}]
                  call: extra-images.createimage
                  with: {body: extra-images-rest.body}
    """
  }

  /// Every family of errors, each for a prompt of its own; services quote the key they were sent.
  static func script(
    elsewhere: UInt16, ollamaKey: String = "OLLAMA_API_KEY"
  ) throws -> String {
    var rules: [[String: Any]] = []
    for (service, variable) in [
      ("azure", "MICROSOFT_AZURE_OPENAI_API_KEY"), ("ollama", ollamaKey),
    ] {
      let secret = try #require(variables[variable])
      var faults: [String: [String: Any]] = [
        "redirected": ["kind": "redirect", "location": "http://127.0.0.1:\(elsewhere)/stolen"],
        "quoted there": ["kind": "redirect", "location": "http://127.0.0.1:1/\(secret)"],
        "broken": ["kind": "truncate", "afterBytes": 100], "hung": ["kind": "hangUp"],
        "nothing": ["kind": "empty"], "garbage": ["kind": "garbage"],
        "limited": ["kind": "rateLimit", "retryAfter": "600"],
        "stalled": ["kind": "stall", "afterBytes": 60, "seconds": 60],
      ]
      // Long messages are cut after 300 characters: here before the last one of the secret.
      let start = String(repeating: "x", count: 301 - secret.count)
      for status in statuses {
        faults["said \(status)"] = try answer(status, "Wrong key \(secret) or Bearer \(secret)")
        faults["cut \(status)"] = try answer(status, start + secret)
      }
      for (prompt, fault) in faults {
        rules.append(["service": service, "prompt": prompt, "fault": fault])
      }
    }
    return try rules.map {
      String(decoding: try JSONSerialization.data(withJSONObject: $0), as: UTF8.self)
    }.joined(separator: ",")
  }

  static func answer(_ status: Int, _ message: String) throws -> [String: Any] {
    let error = ["code": "x", "message": message, "param": message, "type": message]
    let body = try JSONSerialization.data(withJSONObject: ["error": error])
    return [
      "kind": "answer", "status": status, "body": String(decoding: body, as: UTF8.self),
      "headers": ["apim-request-id": message, "x-ms-region": message],
    ]
  }

  static let statuses = [200, 400, 401, 429, 500]

  private static let prompts =
    [
      "redirected", "quoted there", "broken", "hung", "nothing", "garbage", "limited", "a picture",
    ] + statuses.flatMap { ["said \($0)", "cut \($0)"] }

  @Test("stay out of the store, the log, all output, and requests to another host")
  func everywhere() async throws {
    let elsewhere = try Listener()
    try await SimulatedServices.run(script: try Self.script(elsewhere: elsewhere.port)) {
      services in
      let home = try TestHome()
      let easel = EaselProgram(home: home, environment: Self.environment(of: services))
      for prompt in Self.prompts {
        for place in [["azure"], ["ollama", "--model", "x/z-image-turbo", "--size", "64x64"]] {
          let run = try await easel.run(
            ["generate", prompt, "--json", "--retries", "0", "--provider"] + place)
          Self.check(run, prompt)
          #expect((run.status == 0) == (prompt == "a picture"), "\(prompt): \(run.errors)")
        }
      }
      for arguments in [
        ["history"], ["history", "--json"], ["jobs"], ["providers"], ["providers", "--json"],
        ["verify", "--json"], ["config", "path"], ["capability", "list"],
        ["generate", "x", "--bad"],
      ] {
        Self.check(try await easel.run(arguments), "\(arguments)")
      }
      try Self.checkFiles(in: home)
      #expect(elsewhere.callers == 0)
    }
  }

  @Test(
    "are not told by an address that cannot be used",
    arguments: ["https://%@bad host/", "ftp://%@x"])
  func addresses(form: String) async throws {
    let secret = "\(Self.inAddress[0]):\(Self.inAddress[1])@"
    let endpoint = form.replacing("%@", with: secret) + "?key=\(Self.inAddress[2])"
    let easel = EaselProgram(home: try TestHome(), environment: ["AZURE_OPENAI_ENDPOINT": endpoint])
    let run = try await easel.run("generate", "x", "--provider", "azure")
    #expect(run.status == 78)
    Self.check(run, endpoint)
  }

  @Test("are in no command line, and no program that is started gets them")
  func processes() async throws {
    try await SimulatedServices.run(script: try Self.script(elsewhere: 1)) { services in
      let home = try TestHome()
      try home.write(
        Self.document(base: services.addresses.ollama), to: "config/easel/capabilities/extra.yaml")
      let environment = Self.environment(of: services).merging([
        "COPY_OF_A_KEY": "canary-azure-8d01c6aa",
        "EDITOR": "sh -c 'env > \"$HOME/seen\"' editor",
      ]) { $1 }
      try await TerminalSession.run(home, environment: environment) { terminal in
        try await terminal.enter(EaselProgram.path)
        try await terminal.waitFor("Prompt")
        try await terminal.type("stalled")
        try await terminal.press("Enter")
        try await eventually("the job runs") {
          let easel = EaselProgram(home: home, environment: environment)
          return ["sent", "receiving"].contains(
            try await easel.run("jobs", "--json").records().first?.state)
        }
        for process in try await terminal.descendants() {
          let line = FileManager.default.contents(atPath: "/proc/\(process)/cmdline") ?? Data()
          Self.check(line, "the command line of \(process)")
        }

        try await terminal.press("M-e")
        try await eventually("the editor ran") {
          (FileManager.default.contents(atPath: "\(home.root)/seen")?.count ?? 0) > 0
        }
        Self.check(Data(try await terminal.text().utf8), "the screen")
        try await terminal.press("C-q")
      }
      let seen = try #require(FileManager.default.contents(atPath: "\(home.root)/seen"))
      #expect(seen.firstRange(of: Data("HOME=".utf8)) != nil)
      for name in Array(Self.variables.keys) + ["COPY_OF_A_KEY"] {
        #expect(seen.firstRange(of: Data("\(name)=".utf8)) == nil, "\(name)")
      }
      try FileManager.default.removeItem(atPath: "\(home.root)/seen")
      try Self.checkFiles(in: home)
    }
  }

  static func check(_ run: EaselProgram.Run, _ comment: String) {
    check(Data((run.output + run.errors).utf8), comment)
  }

  /// Neither a secret nor most of one: a text that is cut may end within it.
  static func check(_ data: Data, _ comment: String) {
    for secret in all + ["canary-caller-90b2ee41"] {
      let most = secret.prefix(secret.utf8.count - 3)
      #expect(data.firstRange(of: Data(most.utf8)) == nil, "\(secret) is in \(comment)")
    }
  }

  static func checkFiles(in home: TestHome) throws {
    let files = try FileManager.default.subpathsOfDirectory(atPath: home.root)
    #expect(files.contains { $0.hasSuffix("generation.json") })
    for file in files where !file.hasPrefix("config/") {
      check(Data(file.utf8), "a file's name")
      guard let data = FileManager.default.contents(atPath: "\(home.root)/\(file)") else {
        continue
      }
      check(data, file)
    }
  }
}
