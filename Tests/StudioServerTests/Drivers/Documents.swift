/// Capability documents of the published kind, and one of another kind.
enum Documents {
  static let seed = images(
    namespace: "openai-compatibility-images", base: "http://localhost:11434/v1",
    path: "/images/generations", exposed: "/v1/images/generations", tool: "ollama-create-image")

  static let azureSeed = images(
    namespace: "microsoft-azure-openai-images", base: "https://{resource}.openai.azure.com",
    path: "/openai/deployments/{deployment-id}/images/generations",
    exposed: "/v1/openai/deployments/{deployment-id}/images/generations",
    tool: "aoai-generate-image")

  private static func images(
    namespace: String, base: String, path: String, exposed: String, tool: String
  ) -> String {
    """
    naftiko: 1.0.0-alpha2
    info: {label: Images, description: Pictures.}
    capability:
      consumes:
      - type: http
        namespace: \(namespace)
        baseUri: \(base)
        description: Images.
        resources:
        - name: images
          path: \(path)
          operations:
          - name: createimage
            method: POST
            outputRawFormat: json
            inputParameters:
            - {name: body, in: body}
      exposes:
      - type: rest
        namespace: \(namespace)-rest
        port: 8080
        resources:
        - path: \(exposed)
          operations:
          - method: POST
            name: createimage
            call: \(namespace).createimage
            with: {body: rest.body}
            outputParameters:
            - {type: object, mapping: $.}
      - type: mcp
        namespace: \(namespace)-mcp
        port: 9090
        tools:
        - name: \(tool)
          description: Creates a picture.
          call: \(namespace).createimage
          with: {body: tools.body}
          outputParameters:
          - {type: object, mapping: $.}
    """
  }

  static let things = """
    naftiko: 1.0.0-alpha2
    info: {label: Things, description: Things.}
    binds:
    - {namespace: env, keys: {A: A}}
    capability:
      consumes:
      - type: http
        namespace: things
        baseUri: http://localhost:1
        description: Things.
        resources:
        - name: things
          path: /t/{id}
          operations:
          - name: get
            method: GET
            inputParameters:
            - {name: id, in: path}
            - {name: count, in: query}
            - {name: on, in: query}
            - {name: absent, in: query}
      exposes:
      - type: rest
        namespace: things-rest
        port: 8080
        resources:
        - path: /things/{id}
          operations:
          - method: GET
            call: things.get
            inputParameters:
            - {name: id, in: path, type: string, description: Which.}
            - {name: count, in: query, type: integer, description: How many.}
            - {name: on, in: query, type: boolean, description: Whether.}
            - {name: absent, in: query, type: string, description: Nothing.}
            with:
              id: rest.id
              count: things-rest.count
              on: rest.on
              absent: rest.absent
            outputParameters:
            - type: object
              properties:
                number: {type: number, mapping: $.id}
                names: {type: array, mapping: $.list, items: {type: string, mapping: $.name}}
                missing: {type: string, mapping: $.nothing}
    """
}
