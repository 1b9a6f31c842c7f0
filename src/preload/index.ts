import { contextBridge, ipcRenderer } from 'electron';
import { portChannel, portMessage, requestChannel, type TradewindBridge } from '../shared/ipc/bridge';

const bridge: TradewindBridge = {
  request: (name, input) => ipcRenderer.invoke(requestChannel, name, input),
  openPort: () => ipcRenderer.send(portChannel),
};

// A port cannot cross the context bridge; a window message carries it into the page.
ipcRenderer.on(portChannel, (event) => {
  window.postMessage(portMessage, window.origin, event.ports);
});

contextBridge.exposeInMainWorld('tradewind', bridge);
