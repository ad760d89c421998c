// The digits by which a person knows that the certificate is that of the computer in front of them.

const { fingerprint } = await (await fetch("/trust/authority.json")).json();
document.getElementById("fingerprint").textContent =
  fingerprint ?? "none: this server has a certificate of its owner's, there is nothing to install";
