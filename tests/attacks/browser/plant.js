(() => {
  const tell = (what) => window.tellOfTrouble(String(what));
  for (const name of ["alert", "confirm", "prompt", "print", "open"]) {
    window[name] = (...args) => tell(`${name} ${args}`);
  }
  window.pwn = (number) => tell(`payload ${number} ran`);
  for (const kind of ["log", "info", "debug"]) console[kind] = (...args) => tell(`console ${args}`);
  document.addEventListener("securitypolicyviolation", (event) =>
    tell(`the policy stopped ${event.violatedDirective} ${event.blockedURI} ${event.sample}`));
})();
