// `?kiosk`: nothing but the count and the line, and a screen that stays awake.

export function enterKiosk() {
  if (!new URLSearchParams(location.search).has("kiosk")) return;
  document.body.classList.add("kiosk");
  const wake = () => {
    if (document.visibilityState === "visible") navigator.wakeLock?.request("screen").catch(() => {});
  };
  document.addEventListener("visibilitychange", wake);
  wake();
}
