// <at-passkey> runs the browser's passkey dialog for the form inside it and sends what comes of it.
// data-options: where to fetch the options; data-source: the id of a JSON script that holds them; data-create: make a key.

const bytes = (text) => Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (c) => c.charCodeAt(0));

const text = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer))).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");

const known = (list) => (list ?? []).map((key) => ({ ...key, id: bytes(key.id) }));

function creation(options, passwordless) {
  const selection = { ...options.authenticatorSelection };
  selection.residentKey = passwordless ? "required" : "discouraged";
  selection.requireResidentKey = passwordless;
  if (passwordless) selection.userVerification = "required";
  return {
    ...options,
    challenge: bytes(options.challenge),
    user: { ...options.user, id: bytes(options.user.id) },
    excludeCredentials: known(options.excludeCredentials),
    authenticatorSelection: selection,
  };
}

const request = (options) => ({
  ...options,
  challenge: bytes(options.challenge),
  allowCredentials: known(options.allowCredentials),
});

function sendable(credential) {
  const { response } = credential;
  const answer = { clientDataJSON: text(response.clientDataJSON) };
  for (const name of ["attestationObject", "authenticatorData", "signature", "userHandle"])
    if (response[name]) answer[name] = text(response[name]);
  if (response.getTransports) answer.transports = response.getTransports();
  return {
    id: credential.id,
    rawId: text(credential.rawId),
    type: credential.type,
    authenticatorAttachment: credential.authenticatorAttachment,
    clientExtensionResults: credential.getClientExtensionResults(),
    response: answer,
  };
}

const REASONS = {
  NotAllowedError: "The dialog was closed or took too long. Try again.",
  InvalidStateError: "This device is added already.",
  SecurityError: "Passkeys work on a secure address only (https, or localhost).",
};

class Passkey extends HTMLElement {
  connectedCallback() {
    if (!window.PublicKeyCredential) return this.tell("This browser has no passkeys, or the address is not secure (https).");
    this.hidden = false;
    this.form = this.querySelector("form");
    this.form.addEventListener("submit", this);
  }

  async handleEvent(event) {
    event.preventDefault();
    try {
      const credential = await this.ask((await this.options()).publicKey);
      this.form.elements.credential.value = JSON.stringify(sendable(credential));
      this.form.submit();
    } catch (error) {
      this.tell(REASONS[error.name] ?? "That did not work. Try again.");
    }
  }

  async options() {
    if (this.dataset.source) {
      const data = JSON.parse(document.getElementById(this.dataset.source).textContent);
      return data.creation_options ?? data.request_options;
    }
    const answer = await fetch(this.dataset.options, { headers: { Accept: "application/json" } });
    if (!answer.ok) throw new Error(answer.statusText);
    return (await answer.json()).request_options;
  }

  ask(options) {
    if (!("create" in this.dataset)) return navigator.credentials.get({ publicKey: request(options) });
    return navigator.credentials.create({ publicKey: creation(options, this.form.elements.passwordless.checked) });
  }

  tell(words) {
    const place = this.querySelector("[role=alert][hidden], [role=alert].field-error");
    if (!place) return;
    place.textContent = words;
    place.hidden = false;
  }
}

customElements.define("at-passkey", Passkey);
